extern alias CentralHubService;
extern alias PanelService;
extern alias SupportFundService;

using System.Reflection;
using Partnership.ServiceDefaults.Persistence;

namespace Partnership.Architecture.Tests;

/// <summary>Who may see every council's rows is listed here, and is never the code of a request.</summary>
public class SystemScopeTests
{
    private static readonly string[] Allowed = ["ProjectionRebuilder", "ProposalDesk", "RegionWatch", "RegisterWorker", "ReleaseDesk", "Releaser", "SearchAlarmWorker", "SufficiencyWorker"];

    [Fact]
    public void CentralHub_SystemScopes_AreTakenByTheListedTypesAlone() =>
        Assert.Equal(Allowed, Takers(typeof(CentralHubService::Program).Assembly.GetTypes()).Order(StringComparer.Ordinal));

    [Fact]
    public void PanelScheduling_SystemScopes_AreTakenByTheListedTypesAlone() =>
        Assert.Equal(["CalendarFeed", "UnansweredDeterminations"], Takers(typeof(PanelService::Program).Assembly.GetTypes()).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void SupportFund_SystemScopes_AreTakenByTheListedTypesAlone() =>
        Assert.Equal(["PackWorker", "RegionDesk"], Takers(typeof(SupportFundService::Program).Assembly.GetTypes()).Order(StringComparer.Ordinal));

    [Fact]
    public void SystemScopes_TakenByAPlantedHandler_AreReported() => Assert.Equal(["Planted"], Takers([typeof(Planted)]));

    // Code that the request delegate generator wrote hands a handler what it takes, and keeps nothing.
    private static IEnumerable<string> Takers(IEnumerable<Type> types) => types
        .Where(type => type.Namespace != "Microsoft.AspNetCore.Http.Generated")
        .Where(type => type.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Cast<MethodBase>()
            .Concat(type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .SelectMany(method => method.GetParameters())
            .Any(parameter => parameter.ParameterType == typeof(SystemScopes)))
        .Select(type => type.Name);

    private static class Planted
    {
        public static string Handle(SystemScopes scopes) => scopes.ToString()!;
    }
}
