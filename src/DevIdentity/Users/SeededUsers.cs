using Microsoft.Extensions.Options;
using Partnership.Contracts;
using Partnership.DevIdentity.Clients;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.DevIdentity.Users;

/// <summary>An invented person who may sign in without a password.</summary>
/// <param name="Id">What is typed after <c>--user</c>, such as <c>social.worker.860</c>; also the token's <c>sub</c>.</param>
/// <param name="Name">An invented name.</param>
/// <param name="Group">Council or region, as a heading of the sign-in page.</param>
/// <param name="Role">The person's role.</param>
/// <param name="Councils">The councils that the person works for.</param>
internal sealed record SeededUser(string Id, string Name, string Group, string Role, IReadOnlyList<CouncilCode> Councils);

/// <summary>The invented people: for each council one of every council role, and one of every regional role.</summary>
internal sealed class SeededUsers
{
    private static readonly (string Role, string Name)[] CouncilPeople =
    [
        (Roles.SocialWorker, "Wren Oakapple"),
        (Roles.FamilyFinder, "Juniper Quill"),
        (Roles.SupportWorker, "Bramble Teacake"),
        (Roles.DecisionMaker, "Sorrel Inkwell"),
        (Roles.CaldicottGuardian, "Rowan Padlock"),
    ];

    private static readonly (string Role, string Name, bool AllCouncils)[] RegionalPeople =
    [
        (Roles.HubOperations, "Hazel Thimble", false),
        (Roles.Recruitment, "Clover Doorbell", true),
        (Roles.SupportWorker, "Fennel Lantern", true),
        (Roles.PanelAdviser, "Sage Bookend", true),
        (Roles.PanelChair, "Linden Gavel", true),
        (Roles.PanelMember, "Tansy Armchair", true),
        (Roles.SupportFund, "Marigold Abacus", true),
        (Roles.Finance, "Chicory Ledger", true),
        (Roles.BoardMember, "Alder Roundtable", false),
        (Roles.Auditor, "Teasel Magnifier", false),
        (Roles.Operator, "Bracken Spanner", true),
    ];

    private readonly Dictionary<string, SeededUser> _users;

    public SeededUsers(IOptions<RegionOptions> region)
    {
        CouncilCode[] all = [.. region.Value.Codes];
        All =
        [
            .. region.Value.Councils.SelectMany(council => CouncilPeople.Select(person => new SeededUser(
                $"{Dotted(person.Role)}.{council.Code}", person.Name, $"{council.Name} ({council.Code})", person.Role, [new CouncilCode(council.Code)]))),
            .. RegionalPeople.Select(person => new SeededUser(
                Dotted(person.Role), person.Name, "The region", person.Role, person.AllCouncils ? all : [])),
        ];
        _users = All.ToDictionary(user => user.Id);
    }

    public IReadOnlyList<SeededUser> All { get; }

    public SeededUser? Find(string? id) => id is null ? null : _users.GetValueOrDefault(id);

    private static string Dotted(string role) => role.Replace('-', '.');
}
