using Partnership.ServiceDefaults.Authentication;

namespace Partnership.Benchmarks.Load;

/// <summary>Somebody who asks.</summary>
internal sealed record Person(string Council, string Token);

/// <summary>Enough invented people that none of them comes near a client's limit, one client that goes over it, and the children they ask after.</summary>
internal sealed class LoadPeople
{
    private const int OfEachCouncil = 40;

    private readonly Dictionary<string, List<Person>> _workers = [];
    private readonly Dictionary<string, Person> _caseSystems = [];
    private readonly List<Person> _ofRegion;
    private readonly Dictionary<string, List<(Guid Id, string LocalId)>> _children;
    private readonly string[] _councils;

    public LoadPeople(LoadTokens tokens, Dictionary<string, List<(Guid Id, string LocalId)>> children, TimeSpan validFor)
    {
        _children = children;
        _councils = [.. children.Keys];
        foreach (var council in _councils)
        {
            _workers[council] = [.. Enumerable.Range(0, OfEachCouncil).Select(number => new Person(council, tokens.For($"worker.{number}.{council}", "load-console", number % 4 == 0 ? Roles.FamilyFinder : Roles.SocialWorker, validFor, council)))];
            _caseSystems[council] = new Person(council, tokens.For($"load-case-system-{council}", $"load-case-system-{council}", Roles.CaseSystem, validFor, council));
        }

        _ofRegion = [.. Enumerable.Range(0, OfEachCouncil).Select(number => new Person(_councils[0], tokens.For($"operations.{number}", "load-console", number % 2 == 0 ? Roles.HubOperations : Roles.BoardMember, validFor)))];
        Greedy = new Person(_councils[0], tokens.For("greedy", "greedy", Roles.CaseSystem, validFor, _councils[0]));
    }

    /// <summary>A client that sends as much as it can.</summary>
    public Person Greedy { get; }

    public Person CaseSystem(string council) => _caseSystems[council];

    public Person Worker(string council, Random random) => One(_workers[council], random);

    public Person Any(Random random, bool ofRegion) => ofRegion ? One(_ofRegion, random) : Worker(_councils[random.Next(_councils.Length)], random);

    public (Guid Id, string LocalId) AnyChild(string council, Random random) => One(_children[council], random);

    private static T One<T>(List<T> of, Random random) => of[random.Next(of.Count)];
}
