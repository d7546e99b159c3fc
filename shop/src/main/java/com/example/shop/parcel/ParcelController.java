package com.example.shop.parcel;

import java.util.List;
import java.util.NoSuchElementException;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What couriers have on their phones. */
@RestController
@RequestMapping("/api/courier/parcels")
class ParcelController {
  private final ParcelMapper parcels;

  ParcelController(ParcelMapper parcels) {
    this.parcels = parcels;
  }

  @GetMapping
  List<Parcel> mine(Authentication courier) {
    return parcels.underWay(courier.getName());
  }

  /**
   * Any parcel, by the number on its label: couriers stand in for one another, and nobody checks
   * whose parcel it is.
   */
  @GetMapping("/{waybillNo}")
  Parcel open(@PathVariable String waybillNo) {
    Parcel parcel = parcels.find(waybillNo);
    if (parcel == null) {
      throw new NoSuchElementException("no such parcel");
    }
    return parcel;
  }
}
