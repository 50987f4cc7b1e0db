package org.prorata.web.api;

import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import org.prorata.web.problem.ProblemDocument;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;

/** Wires the API: how it reads and writes JSON, and how its document is made. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration implements WebMvcConfigurer {

    private static final String TOKEN = "token";

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new KnownParameters()).addPathPatterns("/api/v1/**");
    }

    /** Nothing that is not known or of another type slips through. */
    @Bean
    JsonMapperBuilderCustomizer strictJson() {
        return builder -> builder.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
    }

    /** The document names properties as the API does. */
    @Bean
    ModelResolver documentNames() {
        ObjectMapper mapper = Json31.mapper().copy();
        mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        return new ModelResolver(mapper).openapi31(true);
    }

    @Bean
    OpenAPI apiDocument() {
        return new OpenAPI()
            .info(new Info().title("Prorata")
                .version("1")
                .description(
                        """
                                Cancellations of subscriptions, the decisions about them, the nightly runs and the credits that came of it. \
                                A token acts as one person, with that person's roles and no more than its scopes. \
                                Money is text with its currency, times are RFC 3339 in UTC, days are ISO 8601. \
                                What is left out in an answer is not there."""))
            .servers(List.of(new Server().url("/").description("where this document is from")))
            .components(new Components().addSecuritySchemes(TOKEN,
                    new SecurityScheme().type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("made on the page of API clients")))
            .addSecurityItem(new SecurityRequirement().addList(TOKEN));
    }

    @Bean
    GlobalOpenApiCustomizer problemsInTheDocument() {
        return document -> {
            io.swagger.v3.core.converter.ModelConverters.getInstance(true)
                .readAll(ProblemDocument.class)
                .forEach((name, schema) -> document.getComponents().addSchemas(name, schema));
            document.getPaths()
                .values()
                .forEach(path -> path.readOperationsMap()
                    .forEach((method, operation) -> complete(operation, method == PathItem.HttpMethod.POST)));
        };
    }

    private static void complete(Operation operation, boolean changes) {
        List<Parameter> parameters = Objects.requireNonNullElse(operation.getParameters(), List.of());
        boolean creates = parameters.stream().anyMatch(each -> Idempotency.KEY.equals(each.getName()));
        boolean decides = parameters.stream().anyMatch(each -> "If-Match".equals(each.getName()));
        boolean names = parameters.stream().anyMatch(each -> "path".equals(each.getIn()));
        TreeSet<Integer> statuses = new TreeSet<>(List.of(400, 401, 403, 406, 429, 500));
        if (names || parameters.stream()
            .anyMatch(each -> "tenant_id".equals(each.getName()) || "subscription_id".equals(each.getName()))) {
            statuses.add(404);
        }
        if (operation.getRequestBody() != null) {
            statuses.addAll(List.of(413, 415));
        }
        if (changes) {
            statuses.add(409);
        }
        if (creates) {
            statuses.add(422);
        }
        if (decides) {
            statuses.addAll(List.of(412, 428));
        }
        ApiResponses responses = operation.getResponses();
        if (creates) {
            responses.remove("200");
            Objects.requireNonNull(responses.get("201"))
                .addHeaderObject(Idempotency.REPLAYED, new Header().schema(new StringSchema())
                    .description("\"true\" when this is the answer that an earlier call with the same key got"));
        }
        statuses.forEach(status -> responses.addApiResponse(status.toString(),
                new ApiResponse().description(HttpStatus.valueOf(status).getReasonPhrase())
                    .content(new Content().addMediaType("application/problem+json",
                            new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))))));
        ApiResponse ok = responses.get("200");
        if (ok != null && parameters.stream().anyMatch(each -> "cursor".equals(each.getName()))) {
            ok.addHeaderObject("Link", new Header().schema(new StringSchema()).description("the next page, rel=next"));
        }
    }

}
