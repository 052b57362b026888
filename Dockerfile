# The program, its themes and its content in one image; data lives in a volume.
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY .cargo .cargo
COPY benches benches
COPY migrations migrations
COPY src src
RUN cargo build --release --locked --bin lantoa --features postgres-tls

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --home-dir /var/lib/lantoa --create-home lantoa
COPY --from=build /src/target/release/lantoa /usr/local/bin/lantoa
COPY themes /usr/share/lantoa/themes
COPY content /usr/share/lantoa/content
ENV LANTOA_LISTEN=0.0.0.0:8080 \
    LANTOA_DATA_DIR=/var/lib/lantoa \
    LANTOA_THEMES_DIR=/usr/share/lantoa/themes \
    LANTOA_CONTENT_DIR=/usr/share/lantoa/content \
    LANTOA_LOG_FORMAT=json
USER lantoa
WORKDIR /var/lib/lantoa
VOLUME /var/lib/lantoa
EXPOSE 8080
STOPSIGNAL SIGTERM
# The slim image has no curl; bash speaks enough HTTP to ask.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
CMD ["lantoa", "serve", "--setup"]
