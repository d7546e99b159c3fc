package com.example.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Users of a back office, and what it looks customers up with. */
final class Crew {
  private Crew() {}

  static class UserEntity {
    Long id;
    String firstName;
    String lastName;
    String emailAddress;
    String userName;
  }

  static class ReadableUser extends UserEntity {
    List<String> permissions;
    List<String> groups;
  }

  /** Would be a customer. */
  static class ShopperUser extends UserEntity {
    String phone;
  }

  static class BuyerCriteria {
    String firstName;
    String lastName;
    String name;
    String email;
  }

  @RestController
  static class Desk {
    @PostMapping("/buyers")
    List<String> find(String name) {
      return List.of(criteria(name).name);
    }

    @GetMapping("/static/{name}.{extension}")
    byte[] printImage(String name) {
      return name.getBytes(UTF_8);
    }

    private BuyerCriteria criteria(String name) {
      BuyerCriteria criteria = new BuyerCriteria();
      criteria.name = name;
      return criteria;
    }
  }
}
