package com.example.corpus;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Annotations named like those of the libraries that shops use: a scan goes by their names. */
final class Notes {
  private Notes() {}

  @Retention(RetentionPolicy.RUNTIME)
  @interface ApiModel {
    String value() default "";
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface ApiModelProperty {
    String value() default "";

    boolean required() default false;
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Schema {
    String description() default "";

    String example() default "";
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface TableName {
    String value();
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface TableField {
    String value() default "";

    Class<?> typeHandler() default Object.class;
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Entity {}

  @Retention(RetentionPolicy.RUNTIME)
  @interface Table {
    String name();
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Column {
    String name() default "";

    String columnDefinition() default "";
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface ExcelProperty {
    String[] value();
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Email {}

  @Retention(RetentionPolicy.RUNTIME)
  @interface Pattern {
    String regexp();
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Mobile {}

  enum SensitiveType {
    CHINESE_NAME,
    ID_CARD,
    MOBILE_PHONE,
    BANK_CARD
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface Sensitive {
    SensitiveType type();
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface JsonSerialize {
    Class<?> using();
  }

  @Retention(RetentionPolicy.RUNTIME)
  @interface RestController {}

  /** Writes a phone with its middle masked. */
  static final class PhoneMaskSerializer {}

  /** Keeps a value encrypted in its column. */
  static final class EncryptTypeHandler {}
}
