package org.prorata.web.products;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.prorata.cancellation.TenantProducts;
import org.prorata.db.subscription.Tenants;
import org.prorata.people.Person;
import org.prorata.people.Role;
import org.prorata.subscription.TenantId;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of a tenant's products, and the page of each; support finds the tenant. */
@Controller
@RequestMapping("/products")
class ProductsController {

    private final ProductService service;

    private final CancelPlans plans;

    ProductsController(ProductService service, CancelPlans plans) {
        this.service = service;
        this.plans = plans;
    }

    @GetMapping
    String list(@AuthenticationPrincipal Person me, @RequestParam(defaultValue = "") String tenant,
            @RequestParam(defaultValue = "") String q, Model model) {
        if (!tenant.isEmpty() && tenant.length() <= 64) {
            return list(me, TenantId.of(tenant), model);
        }
        if (me.tenant().isPresent() && (q.isBlank() || !me.has(Role.SUPPORT))) {
            return list(me, me.tenant().get(), model);
        }
        String words = q.strip();
        boolean searched = !words.isEmpty() && words.length() <= 200;
        List<Tenants.Found> found = searched ? this.service.search(words) : List.of();
        model.addAttribute("q", words);
        model.addAttribute("searched", searched);
        model.addAttribute("found", found.stream().limit(ProductService.MOST_FOUND).toList());
        model.addAttribute("more", found.size() > ProductService.MOST_FOUND);
        return "products/tenants";
    }

    private String list(Person me, TenantId id, Model model) {
        Tenants.Found tenant = this.service.tenant(me, id);
        Optional<TenantProducts> products = this.service.products(me, id);
        List<TenantProducts.Product> all = products.map(TenantProducts::products).orElse(List.of());
        model.addAttribute("tenant", tenant);
        model.addAttribute("mine", ProductService.isMine(me, id));
        model.addAttribute("products", all);
        model.addAttribute("diagnosis", products.map(TenantProducts::diagnosis).orElse(null));
        model.addAttribute("obstacles", obstacles(all));
        return "products/list";
    }

    private Map<String, Text> obstacles(List<TenantProducts.Product> all) {
        return all.stream()
            .filter(each -> this.plans.obstacle(each).isPresent())
            .collect(Collectors.toMap(each -> each.subscription().id().value(),
                    each -> this.plans.obstacle(each).orElseThrow()));
    }

    @GetMapping("/{subscription}")
    String product(@AuthenticationPrincipal Person me, @PathVariable String subscription, Model model) {
        ProductService.Seen seen = this.service.product(me, subscription);
        model.addAttribute("seen", seen);
        model.addAttribute("product", seen.product());
        model.addAttribute("tenant", seen.products().tenant());
        model.addAttribute("mine", seen.mine());
        model.addAttribute("obstacle", this.plans.obstacle(seen.product()).orElse(null));
        model.addAttribute("reasons", this.plans.reasons(seen.product()));
        model.addAttribute("open", CancelPlans.openRequest(seen.product()).orElse(null));
        model.addAttribute("charges", this.service.charges(seen));
        model.addAttribute("requests", this.service.requests(seen));
        model.addAttribute("credits", this.service.credits(seen));
        model.addAttribute("callback", this.service.callback(seen).orElse(null));
        return "products/product";
    }

}
