# syntax=docker/dockerfile:1
# EdgeCollector for amd64 and arm64: docker buildx build --platform linux/amd64,linux/arm64 .
# Checked for its structure by DockerfileTests; it has never been built or run on an engine.

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
ARG TARGETARCH=amd64
WORKDIR /source
COPY . .
# Self-contained and compiled ahead (ReadyToRun), which the SDK does for a foreign architecture without further tools.
RUN case "$TARGETARCH" in amd64) rid=linux-x64 ;; arm64) rid=linux-arm64 ;; \
      *) echo "no build for $TARGETARCH: amd64 and arm64 only" >&2; exit 1 ;; esac \
 && dotnet publish src/EdgeCollector -c Release -r "$rid" --self-contained \
      -p:PublishAot=false -p:PublishReadyToRun=true -p:DebugType=none -p:GenerateDocumentationFile=false -o /out/app \
 && mkdir -p /out/data

# "extra" has ICU and tzdata: shifts need time zones, reports need languages. There is no shell in it.
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled-extra
COPY --from=build /out/app /app
COPY --from=build --chown=1654:1654 /out/data /var/lib/edgecollector
# Nothing is written outside the data directory and /tmp, so the root file system can be read-only.
ENV DOTNET_EnableDiagnostics=0
USER 1654:1654
WORKDIR /var/lib/edgecollector
VOLUME /var/lib/edgecollector
EXPOSE 8080
ENTRYPOINT ["/app/edgecollector"]
CMD ["run", "--config", "/etc/edgecollector/edgecollector.yaml", "--data", "/var/lib/edgecollector"]
