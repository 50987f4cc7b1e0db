package org.prorata.web.webhook;

import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.prorata.web.background.Retries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PublicAddressesTests {

    @ParameterizedTest
    @ValueSource(strings = { "127.0.0.1", "127.255.0.1", "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255",
            "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1", "192.0.0.8", "192.0.2.1", "198.18.0.1",
            "198.19.255.255", "198.51.100.1", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::",
            "::ffff:127.0.0.1", "::ffff:10.0.0.1", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "64:ff9b::7f00:1",
            "2001:db8::1", "2002:7f00:1::", "2001::1", "3fff::1", "::7f00:1" })
    void addressesOfPrivateNetworksAreRefused(String address) throws UnknownHostException {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isFalse();
        assertThatExceptionOfType(UnknownHostException.class)
            .isThrownBy(() -> new PublicAddresses(false).resolve(address));
    }

    @ParameterizedTest
    @ValueSource(strings = { "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1",
            "192.167.0.1", "198.17.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450::1" })
    void addressesOfTheInternetAreNot(String address) throws UnknownHostException {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isTrue();
        assertThat(new PublicAddresses(false).resolve(address)).hasSize(1);
    }

    @Test
    void aNameOfThisMachineIsRefused() {
        assertThatExceptionOfType(UnknownHostException.class)
            .isThrownBy(() -> new PublicAddresses(false).resolve("localhost", 443));
    }

    @ParameterizedTest
    @ValueSource(strings = { "http://example.com/", "ftp://example.com/", "file:///etc/passwd", "https://",
            "https:///x", "https://user:secret@example.com/", "https://example.com/#part", "//example.com",
            "example.com", "" })
    void onlyHttpsToAHostIsAnAddress(String url) {
        assertThatExceptionOfType(URISyntaxException.class).isThrownBy(() -> WebhookSender.target(url, false));
    }

    @Test
    void retriesGrowAndGoOnForADay() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        Instant last = now;
        Duration before = Duration.ZERO;
        int attempt = 1;
        Optional<Instant> next = Retries.after(attempt, last);
        while (next.isPresent()) {
            Duration pause = Duration.between(last, next.get());
            assertThat(pause).isGreaterThanOrEqualTo(before);
            before = pause;
            last = next.get();
            next = Retries.after(++attempt, last);
        }
        assertThat(Duration.between(now, last)).isBetween(Duration.ofHours(23), Duration.ofHours(25));
    }

    @Test
    void aSignatureIsWhatAnybodyCanWorkOut() {
        assertThat(Envelope.signature("whsec_x", Instant.ofEpochSecond(1_700_000_000), "{}"))
            .isEqualTo("t=1700000000,v1=" + SIGNED);
    }

    // printf '1700000000.{}' | openssl dgst -sha256 -hmac whsec_x
    private static final String SIGNED = "be8cb8325f2202445260a855532f967e30ad2a9394ce28da66ee02880ddcb661";

}
