# One image for every part: docker run IMAGE [gateway | users | certificates | sandbox]. Settings: docs/configuration.md

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:24-slim
WORKDIR /app
# All interfaces of the container; what of it is reachable is decided outside. The ports are those the health check asks.
# Memory (docs/gateway.md): with a limit of megabytes, V8 does not let garbage grow to four times what is in use; and with a pool
# of the size that it finds right for the cores it has, its threads do not get in the way of the one that answers.
ENV NODE_ENV=production HOST=0.0.0.0 \
    NODE_OPTIONS="--max-old-space-size=1024 --v8-pool-size=0" \
    PORT=4000 USERS_PORT=4001 CERTIFICATES_PORT=4002 SANDBOX_PORT=4003
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force
COPY --from=build /app/dist dist
# The only folder that the process may write to, and only the sandbox does, if SANDBOX_FILE says so.
RUN install --directory --owner=node --group=node .data
USER node
EXPOSE 4000 4001 4002 4003
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "dist/healthcheck.js", "live"]
# The old generation is collected when it reaches these megabytes, instead of every second.
ENTRYPOINT ["node", "--initial-old-space-size=160", "dist/main.js"]
CMD ["gateway"]
