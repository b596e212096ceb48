using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Tests.Ssda903;

/// <summary>
/// What invented case systems call the columns of the return: each heading with its column, or with none where it is something else; and headings that are
/// nearly a column's and are not, which a file has in the place of that column.
/// </summary>
internal static class InventedHeadings
{
    /// <summary>System, table, and its headings as <c>heading=column</c>.</summary>
    public static readonly (string System, Table Table, string Headings)[] Files =
    [
        ("Guide", Table.Episodes, "Child identifier=CHILD|Date episode commenced=DECOM|Reason for new episode=RNE|Legal status=LS|Category of need=CIN|Placement type=PLACE|Placement provider=PLACE_PROVIDER|Date episode ceased=DEC|Reason episode ceased=REC|Reason for placement change=REASON_PLACE_CHANGE|Home postcode=HOME_POST|Placement postcode=PL_POST|Ofsted URN=URN"),
        ("Alder", Table.Episodes, "Client ID=CHILD|Episode Start Date=DECOM|Reason New Episode=RNE|Legal Status Code=LS|Need Code=CIN|Placement Type Code=PLACE|Provider=PLACE_PROVIDER|Episode End Date=DEC|Reason Episode Ended=REC|Placement Change Reason=REASON_PLACE_CHANGE|Home Address Postcode=HOME_POST|Placement Address Postcode=PL_POST|Placement URN=URN|Allocated Team=|Worker Name="),
        ("Birch", Table.Episodes, "Person Ref=CHILD|Start Date=DECOM|New Episode Reason=RNE|LS=LS|CIN code=CIN|Placement=PLACE|Placement Provider Code=PLACE_PROVIDER|End Date=DEC|End Reason=REC|Reason for change of placement=REASON_PLACE_CHANGE|Postcode (home)=HOME_POST|Postcode (placement)=PL_POST|URN=URN|Placement start date=|Carer name="),
        ("Cedar", Table.Episodes, "Child's unique ID=CHILD|Ep. commenced=DECOM|Rsn for new ep.=RNE|Legal status description=|Legal status=LS|Primary need category=CIN|Type of placement=PLACE|Provider of placement=PLACE_PROVIDER|Ep. ceased=DEC|Rsn ep. ceased=REC|Rsn placement changed=REASON_PLACE_CHANGE|Home post code=HOME_POST|Placement post code=PL_POST|Ofsted number=URN|Distance from home="),
        ("Dogwood", Table.Episodes, "CHILD=CHILD|DECOM=DECOM|RNE=RNE|LS=LS|CIN=CIN|PLACE=PLACE|Date period of care started=|Date episode ended=DEC|REC=REC|REASON_PLACE_CHANGE=REASON_PLACE_CHANGE|Postcode=HOME_POST|PL_POST=PL_POST|URN=URN|Type of provider=PLACE_PROVIDER"),
        ("Elm", Table.Episodes, "CHILD_ID=CHILD|EPISODE_START=DECOM|EPISODE_START_REASON=RNE|LEGAL_STATUS=LS|CATEGORY_NEED=CIN|PLACEMENT_TYPE=PLACE|PLACEMENT_PROVIDER=PLACE_PROVIDER|EPISODE_END=DEC|EPISODE_END_REASON=REC|PLACEMENT_CHANGE_REASON=REASON_PLACE_CHANGE|HOME_POSTCODE=HOME_POST|PLACEMENT_POSTCODE=PL_POST|OFSTED_URN=URN"),
        ("Guide", Table.Header, "Child identifier=CHILD|Sex=SEX|Date of birth=DOB|Ethnic origin=ETHNIC|Unique pupil number=UPN|Mother=MOTHER|Date of birth of mother's child=MC_DOB"),
        ("Alder", Table.Header, "Client ID=CHILD|Gender=SEX|Birth Date=DOB|Ethnicity Code=ETHNIC|UPN=UPN|Is a Mother=MOTHER|Child of Mother DOB=MC_DOB|Surname=|Forename="),
        ("Birch", Table.Header, "Person Ref=CHILD|Gender=SEX|D.O.B.=DOB|Ethnic Group=ETHNIC|UPN=UPN|Motherhood Status=MOTHER|Mother's Child's Date of Birth=MC_DOB"),
        ("Cedar", Table.Header, "Child's unique ID=CHILD|Sex at birth=SEX|Child's DOB=DOB|Ethnicity=ETHNIC|Pupil number=UPN|Mother=MOTHER|Date mother's child was born=MC_DOB|Mother's date of birth="),
        ("Guide", Table.PlacedAdoption, "Child identifier=CHILD|Date of birth=DOB|Date of decision that child should be placed for adoption=DATE_PLACED|Date of decision that child should no longer be placed for adoption=DATE_PLACED_CEASED|Reason child should no longer be placed for adoption=REASON_PLACED_CEASED"),
        ("Alder", Table.PlacedAdoption, "Client ID=CHILD|Birth Date=DOB|Should Be Placed Decision Date=DATE_PLACED|No Longer Placed Decision Date=DATE_PLACED_CEASED|No Longer Placed Reason=REASON_PLACED_CEASED|ADM Name="),
        ("Birch", Table.PlacedAdoption, "Person Ref=CHILD|D.O.B.=DOB|Date should be placed=DATE_PLACED|Date placed ceased=DATE_PLACED_CEASED|Reason placed ceased=REASON_PLACED_CEASED|Date placed with adopters="),
        ("Cedar", Table.PlacedAdoption, "CHILD=CHILD|DOB=DOB|ADM decision date=DATE_PLACED|Date ADM decision rescinded=DATE_PLACED_CEASED|Reason ADM decision rescinded=REASON_PLACED_CEASED"),
        ("Guide", Table.AD1, "Child identifier=CHILD|Date of birth=DOB|Date of decision that child should be placed for adoption=DATE_INT|Date of matching child and prospective adopters=DATE_MATCH|Adopted by current foster carer=FOSTER_CARE|Number of adopters=NB_ADOPTR|Sex of adopters=SEX_ADOPTR|Legal status of adopters=LS_ADOPTR"),
        ("Alder", Table.AD1, "Client ID=CHILD|Birth Date=DOB|Should Be Placed Decision Date=DATE_INT|Date Matched=DATE_MATCH|Foster Carer Adopted=FOSTER_CARE|No. of Adopters=NB_ADOPTR|Gender of Adopters=SEX_ADOPTR|Adopters' Legal Status=LS_ADOPTR|Date of Adoption Order="),
        ("Birch", Table.AD1, "Person Ref=CHILD|D.O.B.=DOB|Date should be placed for adoption=DATE_INT|Match date=DATE_MATCH|Foster carer?=FOSTER_CARE|Adopter count=NB_ADOPTR|Adopter sex=SEX_ADOPTR|Adopter legal status=LS_ADOPTR"),
        ("Guide", Table.Missing, "Child identifier=CHILD|Date of birth=DOB|Missing or away from placement without authorisation=MISSING|Date missing episode started=MIS_START|Date missing episode ended=MIS_END"),
        ("Alder", Table.Missing, "Client ID=CHILD|Birth Date=DOB|Missing or Absent=MISSING|Missing From=MIS_START|Missing To=MIS_END|Return Interview Date="),
        ("Birch", Table.Missing, "Person Ref=CHILD|D.O.B.=DOB|Type of absence=MISSING|Start Date=MIS_START|End Date=MIS_END"),
        ("Cedar", Table.Missing, "Child's unique ID=CHILD|Child's DOB=DOB|Missing/absent=MISSING|Went missing on=MIS_START|Returned on=MIS_END"),
        ("Guide", Table.Reviews, "Child identifier=CHILD|Date of birth=DOB|Date of review=REVIEW|Participation in review=REVIEW_CODE"),
        ("Alder", Table.Reviews, "Client ID=CHILD|Birth Date=DOB|Review Date=REVIEW|Participation Code=REVIEW_CODE|Next Review Due="),
        ("Birch", Table.Reviews, "Person Ref=CHILD|D.O.B.=DOB|LAC review date=REVIEW|Child participation=REVIEW_CODE"),
        ("Guide", Table.OC2, "Child identifier=CHILD|Date of birth=DOB|Strengths and difficulties questionnaire score=SDQ_SCORE|Reason for no SDQ score=SDQ_REASON|Convicted=CONVICTED|Health surveillance checks up to date=HEALTH_CHECK|Immunisations up to date=IMMUNISATIONS|Teeth checked by dentist=TEETH_CHECK|Annual health assessment=HEALTH_ASSESSMENT|Substance misuse problem=SUBSTANCE_MISUSE|Intervention received=INTERVENTION_RECEIVED|Intervention offered=INTERVENTION_OFFERED"),
        ("Alder", Table.OC2, "Client ID=CHILD|Birth Date=DOB|SDQ Score=SDQ_SCORE|SDQ Reason=SDQ_REASON|Convictions=CONVICTED|Health Checks=HEALTH_CHECK|Imms Up To Date=IMMUNISATIONS|Dental Check=TEETH_CHECK|Health Assessment Done=HEALTH_ASSESSMENT|Substance Misuse=SUBSTANCE_MISUSE|Substance Misuse Intervention Received=INTERVENTION_RECEIVED|Substance Misuse Intervention Offered=INTERVENTION_OFFERED|Date of Health Assessment="),
        ("Guide", Table.OC3, "Child identifier=CHILD|Date of birth=DOB|In touch=IN_TOUCH|Main activity=ACTIV|Accommodation=ACCOM"),
        ("Alder", Table.OC3, "Client ID=CHILD|Birth Date=DOB|LA In Touch=IN_TOUCH|Activity Code=ACTIV|Accommodation Code=ACCOM|Accommodation Suitability="),
        ("Guide", Table.PrevPerm, "Child identifier=CHILD|Date of birth=DOB|Previous permanence option=PREV_PERM|Local authority where previous permanence was arranged=LA_PERM|Date of previous permanence order=DATE_PERM"),
        ("Alder", Table.PrevPerm, "Client ID=CHILD|Birth Date=DOB|Previous Permanence Type=PREV_PERM|Previous Permanence LA=LA_PERM|Previous Permanence Date=DATE_PERM"),
        ("Guide", Table.UASC, "Child identifier=CHILD|Sex=SEX|Date of birth=DOB|Date UASC status ceased=DUC"),
        ("Alder", Table.UASC, "Client ID=CHILD|Gender=SEX|Birth Date=DOB|UASC End Date=DUC"),
        ("Guide", Table.SWEpisodes, "Child identifier=CHILD|Date of birth=DOB|Social worker identifier=SW_ID|Date social worker episode commenced=SW_DECOM|Date social worker episode ceased=SW_DEC|Reason for social worker change=SW_REASON"),
        ("Alder", Table.SWEpisodes, "Client ID=CHILD|Birth Date=DOB|SW Registration Number=SW_ID|SW Start Date=SW_DECOM|SW End Date=SW_DEC|Change Reason=SW_REASON|SW Name="),
        ("Guide", Table.DoLo, "Child identifier=CHILD|Date of birth=DOB|Date deprivation of liberty order started=DOLO_START|Date deprivation of liberty order ended=DOLO_END"),
        ("Alder", Table.DoLo, "Client ID=CHILD|Birth Date=DOB|DoL Order Start=DOLO_START|DoL Order End=DOLO_END"),
    ];

    /// <summary>Table, the column that is not there, and what a file has instead.</summary>
    public static readonly (Table Table, string Column, string Headings)[] Traps =
    [
        (Table.Episodes, "DECOM", "Placement start date|Date period of care started|Legal status start date|Date started to be looked after|Date of birth|Date entered"),
        (Table.Episodes, "DEC", "Placement end date|Date ceased to be looked after|Legal status end date|Period of care ended"),
        (Table.Episodes, "RNE", "Reason for placement|Reason for leaving|Reason"),
        (Table.Episodes, "REC", "Reason placement ended|Reason ceased to be looked after|Reason for leaving care"),
        (Table.Episodes, "LS", "Previous legal status|Legal status description|Status|Legal status date"),
        (Table.Episodes, "CIN", "Category|Child in need plan|Special needs"),
        (Table.Episodes, "PLACE", "Place of birth|Placement name|Placement address|Placement number|Number of placements"),
        (Table.Episodes, "PLACE_PROVIDER", "Provider name|Provider number|Placement provider name"),
        (Table.Episodes, "HOME_POST", "Postcode|Birth home postcode|Mother's home postcode|School postcode"),
        (Table.Episodes, "PL_POST", "Provider postcode|Previous placement postcode"),
        (Table.Episodes, "URN", "Unique pupil number|Provider reference|School URN|Unique child reference"),
        (Table.Header, "DOB", "Mother's date of birth|Date of birth of mother's child|Date|Carer's date of birth"),
        (Table.Header, "MC_DOB", "Date of birth|Child's date of birth|Mother's date of birth|Child's mother's date of birth|DOB of mother of child"),
        (Table.Header, "SEX", "Sex of carer|Sexual orientation"),
        (Table.Header, "UPN", "Unique reference number|Former UPN"),
        (Table.Header, "MOTHER", "Mother's name|Mother's date of birth|Birth mother"),
        (Table.Header, "CHILD", "Mother's child|Child's name|Number of children|Mother ID"),
        (Table.PlacedAdoption, "DATE_PLACED", "Date placed with adopters|Date of placement order|Date of placement|Date of adoption order|Decision"),
        (Table.PlacedAdoption, "DATE_PLACED_CEASED", "Date placement ended|Date of adoption"),
        (Table.AD1, "DATE_MATCH", "Date|Date of matching panel|Match panel date"),
        (Table.AD1, "DATE_INT", "Date placed for adoption|Date of decision|Date of adoption order"),
        (Table.AD1, "SEX_ADOPTR", "Sex|Sex of child"),
        (Table.AD1, "LS_ADOPTR", "Legal status|Legal status of child"),
        (Table.AD1, "NB_ADOPTR", "Adopter ID|Adopter reference number"),
        (Table.AD1, "FOSTER_CARE", "Foster carer name|Number of foster carers"),
        (Table.Missing, "MIS_START", "Date reported missing|Return interview date"),
        (Table.Reviews, "REVIEW", "Next review date|Date of next review|Review number"),
        (Table.OC2, "INTERVENTION_RECEIVED", "Intervention offered|Intervention"),
        (Table.OC2, "SDQ_SCORE", "SDQ reason|SDQ date"),
        (Table.OC2, "HEALTH_ASSESSMENT", "Health assessment due|Date of health assessment"),
        (Table.PrevPerm, "DATE_PERM", "Date|Date of order|Permanence plan date"),
        (Table.SWEpisodes, "SW_DECOM", "Date commenced employment|Social worker"),
        (Table.SWEpisodes, "SW_ID", "Social worker name|Social worker team|Social worker"),
        (Table.UASC, "DUC", "Date ceased|Date of arrival"),
        (Table.DoLo, "DOLO_START", "Date of application|Order date"),
    ];
}
