package com.example.corpus;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where people log in. */
final class Doors {
  private Doors() {}

  /** Whose system it is: no staff, for all its name. */
  enum SysKind {
    SHOP,
    DESK
  }

  @RestController
  static class Front {
    @PostMapping("/login")
    String login(String name) {
      return new Jpa.Customer().toString() + name + SysKind.SHOP;
    }
  }

  @RestController
  static class Back {
    @PostMapping("/desk/signIn")
    String enter(String name) {
      return new Generated.TbAdmin().toString() + name;
    }
  }
}
