package com.example.corpus;

import com.example.corpus.Notes.Email;
import com.example.corpus.Notes.Entity;
import com.example.corpus.Notes.Table;
import java.util.function.Consumer;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
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

  /** Hands on to a service: whom it looks for is not seen here. */
  @RestController
  static class Side {
    @PostMapping("/desk/login")
    String enter(String name) {
      return name;
    }
  }

  /** By its base alone it takes log-ins. */
  @RestController
  @RequestMapping("/desk/login")
  static class Based {
    @PostMapping
    String enter(String name) {
      return name;
    }
  }

  /** Of customers or of staff, which its {@code role} says. */
  @Entity
  @Table(name = "users")
  static class User {
    Long id;
    String username;
    String password;
    @Email String email;
    String phone;
    String role;
  }

  @RestController
  static class Users {
    @PostMapping("/api/auth/login")
    String login(String name) {
      return new User().toString() + name;
    }
  }

  /** Of the operators, without a word of it; the customers do not log in. */
  @Entity
  @Table(name = "accounts")
  static class Account {
    Long id;
    String username;
    String realName;
    String phone;
  }

  @RestController
  static class Accounts {
    @PostMapping("/login")
    String login(String name) {
      return new Account().toString() + name;
    }
  }

  /** As Spring Security is told to take log-ins itself. */
  static class Opened {
    Object chain(HttpSecurity http) {
      return http.csrf(Configurer::disable).formLogin(each -> {});
    }
  }

  /** As it is told to leave them. */
  static class Closed {
    Object chain(HttpSecurity http) {
      return http.csrf(Configurer::disable).formLogin(Configurer::disable);
    }
  }

  static class Asking {
    boolean mayAll(HttpSecurity http) {
      return http.hasRole("ADMIN");
    }
  }

  static class AdminLoginFilter {}

  /** Which user is staff, without a member of the user. */
  static class UserRole {
    Long userId;
    Long roleId;
  }

  interface Configurer {
    void disable();
  }

  interface HttpSecurity {
    HttpSecurity csrf(Consumer<Configurer> how);

    HttpSecurity formLogin(Consumer<Configurer> how);

    boolean hasRole(String role);
  }
}
