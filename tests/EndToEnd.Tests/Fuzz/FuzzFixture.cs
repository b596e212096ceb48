using Partnership.EndToEnd.Tests.Access;

namespace Partnership.EndToEnd.Tests.Fuzz;

/// <summary>Two councils' things to be hostile to, which no other test relies on.</summary>
public sealed class FuzzFixture(RunningStack stack) : AccessFixture(stack)
{
    private const string Mine = "893";
    private const string Theirs = "894";

    private readonly RunningStack _stack = stack;

    protected override IReadOnlyList<string> Councils => [Mine, Theirs];

    protected override string Person => "fuzz-tests";

    internal FuzzTarget Target => new(
        _stack.Gateway.BaseAddress!, Description, Operations, Mine, Theirs, role => Tokens.For(role, [Mine], Person), Samples.ByOperation, Owned[Mine].Ids);
}

/// <summary>Tests that are hostile to the same two councils.</summary>
[CollectionDefinition(nameof(Hostile))]
public sealed class Hostile : ICollectionFixture<FuzzFixture>;
