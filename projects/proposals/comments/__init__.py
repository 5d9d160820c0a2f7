"""コーディネーターの助言: what an invited coordinator says of a draft, page by page. The group and its coordinators alone read it."""
