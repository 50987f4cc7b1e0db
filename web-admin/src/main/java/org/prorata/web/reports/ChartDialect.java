package org.prorata.web.reports;

import java.util.Set;

import org.prorata.reporting.chart.Drawing;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.dialect.AbstractProcessorDialect;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.IProcessor;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.standard.expression.StandardExpressions;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * Gives templates {@code chart:draw="${drawing}"}, which puts a drawing into its element.
 * Only a {@link Drawing} is put there, which escapes its own words: no text gets into a
 * page as markup.
 */
@Component
class ChartDialect extends AbstractProcessorDialect {

    private static final String PREFIX = "chart";

    ChartDialect() {
        super("charts", PREFIX, 1000);
    }

    @Override
    public Set<IProcessor> getProcessors(String dialectPrefix) {
        return Set.of(new Draw(dialectPrefix));
    }

    private static final class Draw extends AbstractAttributeTagProcessor {

        Draw(String prefix) {
            super(TemplateMode.HTML, prefix, null, false, "draw", true, 1300, true);
        }

        @Override
        protected void doProcess(ITemplateContext context, IProcessableElementTag tag, AttributeName name, String value,
                IElementTagStructureHandler handler) {
            Object drawn = StandardExpressions.getExpressionParser(context.getConfiguration())
                .parseExpression(context, value)
                .execute(context);
            if (!(drawn instanceof Drawing drawing)) {
                throw new IllegalArgumentException(value + " is no drawing");
            }
            handler.setBody(drawing.svg(), false);
        }

    }

}
