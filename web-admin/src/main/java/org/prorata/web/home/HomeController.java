package org.prorata.web.home;

import java.util.List;
import java.util.stream.Collectors;

import org.prorata.people.Person;
import org.prorata.people.RoleGrant;
import org.prorata.web.WebProperties;
import org.prorata.web.layout.Areas;
import org.prorata.web.security.Area;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Shows the way in, and leads everybody to the first page of his role. */
@Controller
class HomeController {

    private final Areas areas;

    private final WebProperties.Oidc oidc;

    HomeController(Areas areas, WebProperties properties) {
        this.areas = areas;
        this.oidc = properties.oidc();
    }

    @GetMapping("/login")
    String login(Model model, @RequestParam(required = false) String refused,
            @RequestParam(required = false) String unknown, @RequestParam(required = false) String goodbye,
            @RequestParam(required = false) String elsewhere) {
        model.addAttribute("refused", refused != null);
        model.addAttribute("unknown", unknown != null);
        model.addAttribute("goodbye", goodbye != null);
        model.addAttribute("elsewhere", elsewhere != null);
        model.addAttribute("withProvider", this.oidc.isOn());
        model.addAttribute("withPassword", !this.oidc.isOn() || !this.oidc.passwordLogin().isBlank());
        return "home/login";
    }

    @GetMapping("/")
    String home(@AuthenticationPrincipal Person me) {
        List<Area> areas = this.areas
            .of(me.grants().stream().map(RoleGrant::role).collect(Collectors.toUnmodifiableSet()));
        return areas.isEmpty() ? "redirect:/profile" : "redirect:" + areas.getFirst().path();
    }

}
