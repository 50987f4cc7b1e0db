package org.prorata.web.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.prorata.people.Role;
import org.prorata.web.TestWeb;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("database")
class OpenApiDocumentTests {

    private static final Path KEPT = Path.of("openapi.json");

    @Test
    void theDocumentInTheRepositoryIsTheOneThatIsServed() throws IOException {
        var answer = ApiWorld.shared().as(Role.AUDITOR).get("/api/v1/openapi.json");
        assertThat(answer.statusCode()).isEqualTo(200);
        String served = answer.body().replace("\r\n", "\n").strip() + "\n";
        if (Boolean.getBoolean("prorata.renew")) {
            Files.writeString(KEPT, served);
        }
        assertThat(KEPT)
            .as("after a wanted change write the document anew: ./mvnw test -pl web-admin -am -Dtest=OpenApiDocumentTests "
                    + "-Dsurefire.failIfNoSpecifiedTests=false -Dprorata.renew=true")
            .content()
            .isEqualTo(served);
        assertThat(ApiWorld.JSON.readTree(served).path("openapi").asString()).startsWith("3.1");
    }

    @Test
    void itIsForThoseWithAToken() {
        assertThat(ApiWorld.shared().web().visitor().get("/api/v1/openapi.json").statusCode()).isEqualTo(401);
        assertThat(ApiWorld.shared().as(TestWeb.ROLELESS).get("/api/v1/openapi.json").statusCode()).isEqualTo(200);
    }

}
