package com.example.boot4;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class Boot4Shop {
  public static void main(String[] args) {
    SpringApplication.run(Boot4Shop.class, args);
  }
}
