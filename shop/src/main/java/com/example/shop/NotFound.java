package com.example.shop;

import java.util.NoSuchElementException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;

@RestControllerAdvice
class NotFound {
  @ExceptionHandler
  @ResponseStatus(HttpStatus.NOT_FOUND)
  Message missing(NoSuchElementException e) {
    return new Message(e.getMessage());
  }

  record Message(String message) {}
}
