using Xunit.Sdk;
using Xunit.v3;

namespace Partnership.EndToEnd.Tests;

/// <summary>One story told in steps: the tests of a class in the order of their names.</summary>
public sealed class InOrder : ITestCaseOrderer
{
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase =>
        [.. testCases.OrderBy(testCase => testCase.TestMethod?.MethodName, StringComparer.Ordinal)];
}
