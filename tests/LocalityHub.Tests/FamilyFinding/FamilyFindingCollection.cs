namespace Partnership.LocalityHub.Tests.FamilyFinding;

/// <summary>One hub for all tests of family finding that leave its clock alone.</summary>
[CollectionDefinition(Name)]
public sealed class FamilyFindingCollection : ICollectionFixture<HubFixture>
{
    public const string Name = "family finding";
}
