using Partnership.CentralHub.Persistence;
using Partnership.Contracts;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.LocalityHub;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Paging;

namespace Partnership.CentralHub.Register;

internal static class RegisterEndpoints
{
    private static readonly Dictionary<NeedArea, NeedLevel> Levels = new()
    {
        [NeedArea.DisabilityAndHealth] = NeedLevel.None,
        [NeedArea.DevelopmentalUncertainty] = NeedLevel.Medium,
        [NeedArea.AttachmentAndTrauma] = NeedLevel.Low,
        [NeedArea.Behaviour] = NeedLevel.None,
        [NeedArea.Learning] = NeedLevel.Low,
        [NeedArea.ContactPlan] = NeedLevel.Low,
    };

    internal static readonly ReadRegister.ChildRow ExampleChild = new(
        new Guid("8f3f3a0e-5a5c-4d57-9a55-0f4f6cf0c1a1"), new CouncilCode(861), [AgeBands.Two], ChildCounts.Two, PermanencePlan.Adoption, ChildStage.PlacementOrderMade,
        AuthorityToPlace.PlacementOrder, null, [PriorityFlags.SiblingGroup], Levels);

    internal static readonly ReadRegister.HouseholdRow ExampleHousehold = new(
        new Guid("c2b6e1a4-7d0b-4a8e-8a7e-3f2f0d9b6a52"), new CouncilCode(893), null, null, Parents.Two, ChildCounts.None, ApprovalState.Approved, null,
        [ChildCounts.One, ChildCounts.Two], [AgeBands.Two, AgeBands.Three, AgeBands.Four], [HouseholdRoutes.Adoption], Levels);

    internal static void MapRegister(this RouteGroupBuilder region)
    {
        var register = region.MapGroup("/register").WithTags("Register").RequireAuthorization(Policies.ReadRegister);
        register.MapGet("/children", ReadRegister.ChildrenAsync)
            .Audited<CentralHubDbContext>("register.children")
            .WithSummary("Children for whom a family is looked for, each like at least four others")
            .WithDescription("A fact by which somebody who knows the family could tell a child from the others is null: not shown. In the order of the references.")
            .WithExample(response: new Page<ReadRegister.ChildRow>([ExampleChild], null));
        register.MapGet("/households", ReadRegister.HouseholdsAsync)
            .Audited<CentralHubDbContext>("register.households")
            .WithSummary("Households that can be asked now, each like at least four others")
            .WithDescription("A fact by which somebody who knows the household could tell it from the others is null: not shown. In the order of the references.")
            .WithExample(response: new Page<ReadRegister.HouseholdRow>([ExampleHousehold], null));
    }
}
