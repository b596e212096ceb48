using Partnership.Contracts.FamilyFinding;
using Partnership.PanelScheduling.Agenda;
using Partnership.PanelScheduling.Cases;
using Partnership.PanelScheduling.Decisions;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Tests.Decisions;

public sealed class DecisionRulesTests
{
    private static readonly DateOnly Today = new(2025, 7, 15);

    // Adoption Agencies Regulations 2005, regulation 30B; Fostering Services (England) Regulations 2011, regulations 27(5) and 28(5).
    [Theory]
    [InlineData(CaseKind.AdopterApproval, true, true)]
    [InlineData(CaseKind.AdopterApproval, false, false)]
    [InlineData(CaseKind.FosterApproval, true, true)]
    [InlineData(CaseKind.FosterApproval, false, false)]
    [InlineData(CaseKind.FosterReview, true, true)]
    [InlineData(CaseKind.FosterReview, false, true)]
    [InlineData(CaseKind.AdopterTermination, true, false)]
    [InlineData(CaseKind.AdopterTermination, false, true)]
    public void Check_AYes_HasTermsWhereItApproves(CaseKind kind, bool terms, bool taken)
    {
        var @case = new PanelCase { Id = Guid.NewGuid(), Council = 860, Councils = [860], Kind = kind };
        var heard = new AgendaItem { Councils = [860], State = ItemState.Heard, SignedAt = PanelHost.Morning };
        var request = new MakeDecision.Request(
            Guid.NewGuid(), ReasonsAdopted.All, [new(null, DecisionOutcome.Yes, terms ? new ApprovalTerms(HouseholdRoutes.LongTermFostering, ChildCounts.One, AgeBands.One) : null)]);

        var refusal = Record.Exception(() => DecisionRules.Check(request, @case, heard, Today, isReversal: false));

        Assert.Equal(taken ? null : "decision.terms", (refusal as RuleBrokenException)?.Code);
    }
}
