package com.example.boot3;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface Parcels extends JpaRepository<Parcel, String> {
  List<Parcel> findByCourierIdOrderByWaybillNo(String courierId);
}
