package com.example.shop;

import com.example.shop.world.WorldProperties;
import org.mybatis.spring.annotation.MapperScan;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** An order service: orders, parcels, and the people who work with them. */
@SpringBootApplication
@MapperScan(annotationClass = org.apache.ibatis.annotations.Mapper.class)
@EnableConfigurationProperties(WorldProperties.class)
public class ShopApplication {
  public static void main(String[] args) {
    SpringApplication.run(ShopApplication.class, args);
  }
}
