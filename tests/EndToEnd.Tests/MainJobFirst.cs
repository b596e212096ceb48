using Xunit.Sdk;
using Xunit.v3;

namespace Partnership.EndToEnd.Tests;

/// <summary>The region's figures are compared with the truth before other tests add children of their own.</summary>
public sealed class MainJobFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections
            .OrderByDescending(collection => collection.TestCollectionDisplayName.Contains(nameof(MainJobTests), StringComparison.Ordinal))
            .ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];
}
