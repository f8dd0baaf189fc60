/* Documents of people who do not exist, as a scanner reads them. */
#ifndef GUICHET_TESTS_ZONES_H
#define GUICHET_TESTS_ZONES_H

/* Of drivers of the training registry: JÜRGEN SOLEIL-LEVANT (110705140681), and one of three homonyms. */
#define ZONE_CARD "IDFRAX4RTBPFW46<<<<<<<<<<<<<<<\n9209149M3001019FRA<<<<<<<<<<<6\nSOLEIL<LEVANT<<JURGEN<<<<<<<<<"
#define ZONE_PASSPORT "P<FRASOLEIL<LEVANT<<JURGEN<ELIE<<<<<<<<<<<<<\n12AB345673FRA9209149M3001019<<<<<<<<<<<<<<02"
#define ZONE_HOMONYM "IDFRAX4RTBPFW46<<<<<<<<<<<<<<<\n8503149F3001019FRA<<<<<<<<<<<8\nCHEVREFEUILLE<<CLAIRE<<<<<<<<<"
/* Of nobody whom the registry knows. */
#define ZONE_STRANGER "IDFRAX4RTBPFW46<<<<<<<<<<<<<<<\n7001017M3001019FRA<<<<<<<<<<<6\nPERSONNE<<JEAN<<<<<<<<<<<<<<<<"
/* The same with a wrong check digit; and the specimen of ICAO 9303-5 with an O in the place of a 0. */
#define ZONE_WRONG "IDFRAX4RTBPFW45<<<<<<<<<<<<<<<\n7001017M3001019FRA<<<<<<<<<<<6\nPERSONNE<<JEAN<<<<<<<<<<<<<<<<"
#define ZONE_DOUBTFUL "I<UTOD2314589O7<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
/* Licences: French, Dutch. */
#define ZONE_LICENCE "D1FRA13AA000026181231MARTIN<<9"
#define ZONE_LICENCE_ABROAD "D1NLD15094962111659VW87Z78NB84"

#endif
