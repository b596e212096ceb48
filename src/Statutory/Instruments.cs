namespace Partnership.Statutory;

/// <summary>The instruments that rules cite, spelled once.</summary>
internal static class Instruments
{
    internal const string ChildrenAct = "Children Act 1989";

    internal const string AdoptionAct = "Adoption and Children Act 2002";

    internal const string AdoptionAgencies = "Adoption Agencies Regulations 2005 (SI 2005/389)";

    internal const string AdoptionSupport = "Adoption Support Services Regulations 2005 (SI 2005/691)";

    internal const string AdoptionReports = "Restriction on the Preparation of Adoption Reports Regulations 2005 (SI 2005/1711)";

    internal const string AdoptionStandards = "Adoption: national minimum standards 2011 (amended 2014)";

    internal const string AdoptionGuidance = "Adoption: statutory guidance 2013";

    internal const string CarePlanning = "Care Planning, Placement and Case Review (England) Regulations 2010 (SI 2010/959)";

    internal const string CarePlanningGuidance = "Children Act 1989 guidance, volume 2: care planning, placement and case review";

    internal const string Fostering = "Fostering Services (England) Regulations 2011 (SI 2011/581)";

    internal const string FosteringStandards = "Fostering services: national minimum standards 2011";

    internal const string IndependentReview = "Independent Review of Determinations (Adoption and Fostering) Regulations 2009 (SI 2009/395)";

    internal const string LookedAfterReturn = "Children looked after return (SSDA903): guide to submitting data";

    internal const string BankHolidays = "Banking and Financial Dealings Act 1971";

    internal const string Practice = "practice of English agencies";
}
