package com.example.boot2;

import java.io.Serializable;

/** Who is logged in, as the session holds it. */
public class LoginUser implements Serializable {
  private static final long serialVersionUID = 1;

  private final String id;
  private final String role;

  LoginUser(String id, String role) {
    this.id = id;
    this.role = role;
  }

  public String getId() {
    return id;
  }

  public String getRole() {
    return role;
  }
}
