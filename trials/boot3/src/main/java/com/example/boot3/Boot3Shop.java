package com.example.boot3;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class Boot3Shop {
  public static void main(String[] args) {
    SpringApplication.run(Boot3Shop.class, args);
  }
}
