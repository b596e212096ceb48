using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.IdentityGuard;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.LocalityHub.Support;

internal static class SupportEndpoints
{
    private static readonly Guid Family = new("01970000-0000-7000-8000-0000000001f1");
    private static readonly Guid Child = new("01970000-0000-7000-8000-0000000001c1");
    private static readonly Guid Assessment = new("01970000-0000-7000-8000-0000000001e1");
    private static readonly Guid FundReference = new("3d0c7a10-5a52-4c2e-9d67-0e5b7c1f2a90");
    private static readonly DateOnly Assessed = new(2025, 9, 1);

    private static readonly KeepFamily.Request ExampleRequest = new(
        ["Wren Underwillow", "Alder Underwillow"], ["7 Nettlebed Cottages", "Upper Quillham"], true,
        [new("Orla", "Underwillow", new DateOnly(2016, 2, 3), SupportRoute.AdoptedFromCare, PlacedBy.ThisCouncil, true, new DateOnly(2021, 5, 4))]);

    private static readonly KeepFamily.Response ExampleFamily = new(
        Family, ExampleRequest.OtherNames, ExampleRequest.AddressLines, true,
        [new(Child, null, "Orla", "Underwillow", new DateOnly(2016, 2, 3), SupportRoute.AdoptedFromCare, PlacedBy.ThisCouncil, true, new DateOnly(2021, 5, 4), false, ApplicantBasis.LivesHereAfterThreeYears, FundReference)],
        [new(Assessment, null, Assessed, Assessed.AddYears(1), false, false)]);

    private static readonly Assess.Found Needs = new(Child, [SupportNeeds.Attachment, SupportNeeds.Trauma]);

    private static readonly Identifier Found = new(IdentifierKind.Name, 42, 4);

    private static readonly Assess.Response ExampleAssessment = new(
        Assessment, Family, FundReference, null, Assessed, Assessed.AddYears(1), false, [Needs],
        [new(NarrativePart.SummaryOfNeeds, "The child finds endings hard and needs help to feel safe. Orla sleeps badly.", [Found]), new(NarrativePart.ReasonForTherapy, null, [])], false);

    public static void MapSupport(this RouteGroupBuilder council)
    {
        var support = council.MapGroup("/support").WithTags("Support");
        MapFamilies(support);
        MapAssessments(support);
        support.MapPost("/identity-guard", WriteNarrative.CheckAsync)
            .Audited<LocalityHubDbContext>("support.check-text")
            .RequireAuthorization(Policies.ReadSupport)
            .WithSummary("Look through a text for what would identify a family; the answer holds places alone")
            .WithDescription("NHS numbers, days of birth, postcodes, telephone numbers, e-mail addresses, addresses and, with familyId, the family's own names, days and address. Nothing of the text is kept.")
            .WithExample(new WriteNarrative.CheckRequest("The child finds endings hard. Orla sleeps badly.", Family), new WriteNarrative.Checked([new(IdentifierKind.Name, 30, 4)]));
    }

    private static void MapFamilies(RouteGroupBuilder support)
    {
        support.MapGet("/families", KeepFamily.ListAsync)
            .Audited<LocalityHubDbContext>("support-families.list")
            .RequireAuthorization(Policies.ReadSupport)
            .WithSummary("List the families that ask for support")
            .WithExample(response: new Page<KeepFamily.Entry>([new(Family, ["Orla Underwillow"], [], true, Assessed.AddYears(1))], null));
        support.MapPost("/families", KeepFamily.AddAsync)
            .Audited<LocalityHubDbContext>("support-family.add", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.AssessSupport)
            .WithSummary("Enter a family that asks for support; it need not be known otherwise")
            .WithExample(ExampleRequest, ExampleFamily with { Assessments = [], Children = [ExampleFamily.Children[0] with { FundReference = null }] })
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        support.MapGet("/families/{familyId:guid}", KeepFamily.OneAsync)
            .Audited<LocalityHubDbContext>("support-family.read")
            .RequireAuthorization(Policies.ReadSupport)
            .WithSummary("Read a family: children with who may apply for each, assessments and reviews")
            .WithExample(response: ExampleFamily);
        support.MapPut("/families/{familyId:guid}", KeepFamily.ChangeAsync)
            .Audited<LocalityHubDbContext>("support-family.change", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.AssessSupport)
            .WithSummary("Change what is known of a family; its narrative parts are looked through again")
            .WithExample(ExampleRequest with { Children = [ExampleRequest.Children[0] with { Id = Child }] }, ExampleFamily)
            .ProducesProblem(StatusCodes.Status409Conflict);
        support.MapPost("/families/{familyId:guid}/assessments", Assess.HandleAsync)
            .Audited<LocalityHubDbContext>("support-assessment.complete", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.AssessSupport)
            .WithSummary("Complete an assessment of needs, or a review of one; the support fund hears of it")
            .WithExample(new Assess.Request(Assessed, [Needs]), ExampleAssessment with { Narratives = [] });
    }

    private static void MapAssessments(RouteGroupBuilder support)
    {
        support.MapGet("/assessments/{assessmentId:guid}", Assess.OneAsync)
            .Audited<LocalityHubDbContext>("support-assessment.read")
            .RequireAuthorization(Policies.ReadSupport)
            .WithSummary("Read an assessment with its narrative parts, and where the identity guard finds something in them")
            .WithExample(response: ExampleAssessment);
        support.MapPost("/assessments/{assessmentId:guid}/withdrawal", Assess.WithdrawAsync)
            .Audited<LocalityHubDbContext>("support-assessment.withdraw", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .WithMetadata(new IfMatchRequired())
            .RequireAuthorization(Policies.AssessSupport)
            .WithSummary("Withdraw an assessment that was made in error: no application may rest on it")
            .WithExample(response: ExampleAssessment with { Withdrawn = true })
            .ProducesProblem(StatusCodes.Status409Conflict);
        support.MapPut("/assessments/{assessmentId:guid}/narratives/{part}", WriteNarrative.HandleAsync)
            .Audited<LocalityHubDbContext>("support-narrative.write", writes: true)
            .WithIdempotency<LocalityHubDbContext>()
            .RequireAuthorization(Policies.AssessSupport)
            .WithSummary("Write a narrative part of the application; it stays in the hub")
            .WithDescription("part: summary-of-needs, reason-for-therapy, outcomes-hoped-for, measures. It is kept whatever the identity guard finds, and may be exported when it finds nothing.")
            .WithExample(new WriteNarrative.Request("The child finds endings hard and needs help to feel safe. Orla sleeps badly."), ExampleAssessment);
        support.MapPost("/assessments/{assessmentId:guid}/export", JoinExport.HandleAsync)
            .Audited<LocalityHubDbContext>("support-application.export")
            .RequireAuthorization(Policies.ReadSupport)
            .WithSummary("Join the fund's form of an application with the narrative parts, in the fund's order")
            .WithDescription("The request is the answer of the fund's portal-form. Refused with export.identifies when the identity guard finds something in a narrative part or an answer, naming the field and never what stands there.")
            .WithExample(
                new JoinExport.Request(FundReference, [new(1, "Applicant", "Local authority code", "860", null), new(2, "Assessment", "Summary of needs and history", null, NarrativePart.SummaryOfNeeds)]),
                new JoinExport.Response([new(1, "Applicant", "Local authority code", "860"), new(2, "Assessment", "Summary of needs and history", "The child finds endings hard and needs help to feel safe.")]))
            .ProducesProblem(StatusCodes.Status409Conflict);
    }
}
