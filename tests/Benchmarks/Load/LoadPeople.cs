using Partnership.ServiceDefaults.Authentication;

namespace Partnership.Benchmarks.Load;

/// <summary>Somebody who asks.</summary>
internal sealed record Person(string Council, string Token);

/// <summary>Enough invented people that none of them comes near a client's limit, one client that goes over it, and the children they ask after.</summary>
internal sealed class LoadPeople
{
    private const int OfEachCouncil = 40;
    private const int OfEachDesk = 4;

    private readonly LoadTokens _tokens;
    private readonly TimeSpan _validFor;
    private readonly Dictionary<(string Desk, string Council), List<Person>> _people = [];
    private readonly Dictionary<string, Person> _caseSystems = [];
    private readonly List<Person> _ofRegion;
    private readonly Dictionary<string, List<(Guid Id, string LocalId)>> _children;
    private readonly string[] _councils;

    public LoadPeople(LoadTokens tokens, Dictionary<string, List<(Guid Id, string LocalId)>> children, TimeSpan validFor)
    {
        _tokens = tokens;
        _validFor = validFor;
        _children = children;
        _councils = [.. children.Keys];
        foreach (var council in _councils)
        {
            // Whoever writes milestones is whoever reads: the council's workers.
            _people[(LoadMix.Milestones, council)] = Make(OfEachCouncil, number => Of(council, "worker", number % 4 == 0 ? Roles.FamilyFinder : Roles.SocialWorker, number));
            _people[(LoadMix.Applications, council)] = Make(OfEachDesk, number => Of(council, "fund", Roles.SupportFund, number));
            _people[(LoadMix.PanelActions, council)] = Make(OfEachDesk, number => Of(council, "adviser", Roles.PanelAdviser, number));
            _caseSystems[council] = new Person(council, tokens.For($"load-case-system-{council}", $"load-case-system-{council}", Roles.CaseSystem, validFor, council));
        }

        _ofRegion = Make(OfEachCouncil, number => new Person(_councils[0], tokens.For($"operations.{number}", "load-console", number % 2 == 0 ? Roles.HubOperations : Roles.BoardMember, validFor)));
        Greedy = new Person(_councils[0], tokens.For("greedy", "greedy", Roles.CaseSystem, validFor, _councils[0]));
    }

    /// <summary>A client that sends as much as it can.</summary>
    public Person Greedy { get; }

    public Person CaseSystem(string council) => _caseSystems[council];

    /// <summary>One of those who do a desk's work.</summary>
    public Person At(string desk, string council, Random random) => One(_people[(desk, council)], random);

    public Person Any(Random random, bool ofRegion) => ofRegion ? One(_ofRegion, random) : At(LoadMix.Milestones, _councils[random.Next(_councils.Length)], random);

    /// <summary>Somebody of another role, who has a part in the setting up alone.</summary>
    public Person Of(string council, string name, string role, int number = 0) => new(council, _tokens.For($"{name}.{number}.{council}", "load-console", role, _validFor, council));

    public (Guid Id, string LocalId) AnyChild(string council, Random random) => One(_children[council], random);

    private static List<Person> Make(int count, Func<int, Person> make) => [.. Enumerable.Range(0, count).Select(make)];

    private static T One<T>(List<T> of, Random random) => of[random.Next(of.Count)];
}
