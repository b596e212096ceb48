using Partnership.CaseData.CodeSets;
using Partnership.CaseData.Ssda903;
using static Partnership.CaseData.Rules.Rule;

namespace Partnership.CaseData.Rules;

/// <summary>Reviews: how the child took part, which depends on the age.</summary>
internal static class ReviewRules
{
    private const int OldEnough = 4;

    internal static IReadOnlyList<Rule> All { get; } =
    [
        .. Because(
            "Whether children of four and over took part in their reviews is counted.",
            OfRow<ReviewRow>(
                "167",
                Table.Reviews,
                "REVIEW_CODE",
                "How the child took part is blank or not a code: use PN0 to PN7.",
                (row, year) => row.ReviewCode is null ? row.Review.IsPresent : row.Review.IsBlank || !CodeSet.Allows("REVIEW_CODE", row.ReviewCode, year)) with
            {
                Reading = "A row with neither a day nor a code passes here; 166 reports it.",
                Example = "Reviews REVIEW=01/06/2024 REVIEW_CODE=PN8>PN1",
            },
            OfRow<ReviewRow>(
                "440",
                Table.Reviews,
                "DOB REVIEW REVIEW_CODE",
                "PN0 is for children under 4, and this one was not: write how the child took part, or mend a date.",
                row => row.ReviewCode == "PN0" && Ages.HasReached(row.Dob.Value, OldEnough, row.Review.Value)) with
            {
                Reading = "The fourth birthday itself fails.",
                Example = "Reviews DOB=01/06/2015 REVIEW=01/06/2024 REVIEW_CODE=PN0>PN1",
            },
            OfRow<ReviewRow>(
                "441",
                Table.Reviews,
                "DOB REVIEW REVIEW_CODE",
                "The code is for children of 4 and over, and this one was younger: write PN0, or mend a date.",
                row => row.ReviewCode is "PN1" or "PN2" or "PN3" or "PN4" or "PN5" or "PN6" or "PN7"
                    && Ages.IsUnder(row.Dob.Value, OldEnough, row.Review.Value)) with
            {
                Example = "Reviews DOB=01/06/2022 REVIEW=01/06/2024 REVIEW_CODE=PN1>PN0",
            }),
    ];
}
