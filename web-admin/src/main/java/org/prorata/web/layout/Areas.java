package org.prorata.web.layout;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.prorata.people.Role;
import org.prorata.web.security.Area;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The areas that have a first page, for those who may enter them. */
@Component
public class Areas {

    private final ObjectProvider<RequestMappingHandlerMapping> mappings;

    private volatile Set<Area> built = EnumSet.noneOf(Area.class);

    Areas(@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    /**
     * Returns the areas for somebody with these roles, in the order of the navigation.
     */
    public List<Area> of(Set<Role> roles) {
        if (this.built.isEmpty()) {
            this.built = findBuilt();
        }
        return Area.readableBy(roles).stream().filter(this.built::contains).toList();
    }

    private Set<Area> findBuilt() {
        Set<Area> found = EnumSet.noneOf(Area.class);
        this.mappings.getObject().getHandlerMethods().keySet().forEach(mapping -> {
            for (Area area : Area.values()) {
                if (mapping.getPatternValues().contains(area.path())) {
                    found.add(area);
                }
            }
        });
        return found;
    }

}
