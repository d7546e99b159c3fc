package com.example.boot2;

import org.mybatis.spring.annotation.MapperScan;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
@MapperScan(
    basePackageClasses = Boot2Shop.class,
    markerInterface = com.baomidou.mybatisplus.core.mapper.BaseMapper.class)
public class Boot2Shop {
  public static void main(String[] args) {
    SpringApplication.run(Boot2Shop.class, args);
  }
}
