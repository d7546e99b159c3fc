package com.example.shop;

import java.util.List;

class ShopOnH2Test extends ShopContract {
  @Override
  List<String> dataSource() {
    return List.of("--spring.datasource.url=jdbc:h2:mem:test");
  }
}
