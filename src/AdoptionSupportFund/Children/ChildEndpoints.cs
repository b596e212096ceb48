using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.AdoptionSupportFund.Children;

internal static class ChildEndpoints
{
    private static readonly ReadChildren.Entry Example = new(
        new Guid("01970000-0000-7000-8000-0000000000c1"),
        new Guid("01970000-0000-7000-8000-0000000000f1"),
        SupportRoute.AdoptedFromCare,
        2015,
        false,
        ApplicantBasis.OrderWithinThreeYears,
        [SupportNeeds.Attachment, SupportNeeds.Trauma],
        new Guid("01970000-0000-7000-8000-0000000000e1"));

    public static void MapChildren(this RouteGroupBuilder council)
    {
        var children = council.MapGroup("/children").WithTags("Fund children");
        children.MapGet("", ReadChildren.ListAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("fund-children.list")
            .WithSummary("List the children whom the council's hub has handed over, by reference")
            .WithDescription("Filter: family (a reference).")
            .WithExample(response: new Page<ReadChildren.Entry>([Example], null));
        children.MapGet("/{childId:guid}", ReadChildren.OneAsync)
            .RequireAuthorization(Policies.ReadFund)
            .Audited<FundDbContext>("fund-child.read")
            .WithSummary("Read a child's assessments, with the day on which each window closes, and balances by our applications")
            .WithExample(response: new ReadChildren.Response(
                Example,
                [new(Example.AssessmentId, new DateOnly(2025, 9, 1), new DateOnly(2026, 9, 1), true, false, new DateOnly(2026, 1, 1))],
                ReadApplications.Basis,
                [new(2026, 180_000, 0, 300_000, 120_000, 120_000)]));
    }
}
