package org.prorata.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Sha256Tests {

    @Test
    void theHashOfATextIsTheOneOfAnyTool() {
        assertThat(Sha256.of("")).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(Sha256.of("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void aSequenceIsHashedAsLengthsAndBytes() throws Exception {
        byte[] framed = "2:ā0:1:b".getBytes(StandardCharsets.UTF_8);
        assertThat(Sha256.start().add("ā").add("").add("b").hex())
            .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(framed)));
    }

    @Test
    void whereOneTextEndsMatters() {
        assertThat(Sha256.start().add("ab").add("c").hex()).isNotEqualTo(Sha256.start().add("a").add("bc").hex());
        assertThat(Sha256.start().add("a").hex()).isNotEqualTo(Sha256.start().add("a").add("").hex());
        assertThat(Sha256.start().add("1:a").hex()).isNotEqualTo(Sha256.start().add("1").add("a").hex());
    }

}
