package com.example.boot2;

import java.util.List;
import javax.servlet.http.HttpSession;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A log-in of one's own, as many services have: the user becomes an attribute of the session. */
@RestController
class LoginController {
  private final JdbcTemplate sql;

  LoginController(JdbcTemplate sql) {
    this.sql = sql;
  }

  @PostMapping("/login")
  ResponseEntity<Void> login(
      @RequestParam String username, @RequestParam String password, HttpSession session) {
    List<String> roles =
        sql.queryForList(
            "select role from accounts where id = ? and password = ?",
            String.class,
            username,
            password);
    if (roles.isEmpty()) {
      return ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
    }
    session.setAttribute("user", new LoginUser(username, roles.get(0)));
    return ResponseEntity.noContent().build();
  }
}
