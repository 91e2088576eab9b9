#!/bin/bash
# `valkey-cli ping`, all that a health check asks for.
exec 3<>"/dev/tcp/127.0.0.1/6379"
printf 'PING\r\n' >&3
read -r -t 2 reply <&3
echo "${reply%$'\r'}"
[ "${reply%$'\r'}" = "+PONG" ] || [ "${reply#-NOAUTH}" != "$reply" ]
