package com.example.doors;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** How applications ask for roles, with annotations named as those of the libraries. */
public final class Security {
  private Security() {}

  @Retention(RetentionPolicy.RUNTIME)
  public @interface PreAuthorize {
    String value();
  }

  @Retention(RetentionPolicy.RUNTIME)
  public @interface SaCheckRole {
    String[] value();

    String orRole() default "";
  }

  @Retention(RetentionPolicy.RUNTIME)
  public @interface RequiresRoles {
    String[] value();
  }

  /** Somebody's phone, so that there is something to guard. */
  public static final class Customer {
    public Long id;
    public String phone;
    public String realName;
  }

  public static final class Desk {
    @PreAuthorize(
        "hasRole('FINANCE') or hasAuthority('order:read') and hasAnyRole('A_DESK', \"KEFU\")")
    public void refund() {}

    @PreAuthorize("@ss.hasRole('auditor')")
    public void audit() {}

    @SaCheckRole(
        value = {"warehouse", "seller"},
        orRole = "x")
    public void pack() {}
  }

  @RequiresRoles("rider-lead")
  public static final class Ways {}

  public static final class RoleConstants {
    public static final String BUYER = "mall_buyer";

    private RoleConstants() {}
  }

  public enum UserRole {
    STORE_OWNER,
    GUEST
  }

  /** Asks for no role. */
  public static final class Words {
    public String role() {
      return "ROLE MODEL";
    }
  }
}
