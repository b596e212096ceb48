using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Partnership.LocalityHub.BreakGlass;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Households;
using Partnership.LocalityHub.Links;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Restrictions;

namespace Partnership.LocalityHub.Persistence;

/// <summary>
/// Hides what is of a restricted child or household from whoever may not see it, in every query through the context. A table with a column
/// for either, or for several children, gets the filter by having the column: the next table and the next endpoint cannot forget it.
/// </summary>
internal static class SightFilter
{
    /// <summary>The filter on what is of a child.</summary>
    public const string Name = "restricted-records";

    /// <summary>The filter on what is of a household.</summary>
    public const string OfHouseholds = "restricted-households";

    /// <summary>The filter on what belongs to a case for panel.</summary>
    public const string OfCases = "cases-of-restricted-records";

    /// <summary>The tables that tell of restrictions themselves: for the guardian's operations and the door of break-glass alone.</summary>
    private static readonly Type[] Unhidden = [typeof(ChildRestriction), typeof(HouseholdRestriction), typeof(BreakGlassGrant)];

    /// <summary>Adds the filters to the model.</summary>
    /// <param name="model">The model, complete but for the filters.</param>
    /// <param name="child">Whether a row of that child may be seen; refers to the context, which gives it each query's caller.</param>
    /// <param name="children">The same for a row of several children: all of them.</param>
    /// <param name="household">The same for a row of that household.</param>
    public static void Apply(ModelBuilder model, Expression<Func<Guid?, bool>> child, Expression<Func<Guid[], bool>> children, Expression<Func<Guid?, bool>> household)
    {
        foreach (var type in model.Model.GetEntityTypes().Select(entity => entity.ClrType).Except(Unhidden).ToList())
        {
            Add(type, Name, OwnerOf(type, typeof(Child), "ChildId"), child);
            Add(type, OfHouseholds, OwnerOf(type, typeof(Household), "HouseholdId"), household);
            if (type.GetProperty("ChildIds") is { } several)
            {
                var row = Expression.Parameter(type, "row");
                var body = ReplacingExpressionVisitor.Replace(children.Parameters[0], Expression.Property(row, several), children.Body);
                model.Entity(type).HasQueryFilter(Name, Expression.Lambda(body, row));
            }
        }

        void Add(Type type, string name, string? property, Expression<Func<Guid?, bool>> mayBeSeen)
        {
            if (property is not null)
            {
                var row = Expression.Parameter(type, "row");
                var owner = Expression.Convert(Expression.Property(row, property), typeof(Guid?));
                var body = ReplacingExpressionVisitor.Replace(mayBeSeen.Parameters[0], owner, mayBeSeen.Body);
                model.Entity(type).HasQueryFilter(name, Expression.Lambda(body, row));
            }
        }
    }

    /// <summary>Adds the filter to every table with a column for a case of this hub; cases themselves have one by their children and household.</summary>
    /// <param name="model">The model, complete but for the filter.</param>
    /// <param name="mayBeSeen">Whether a row of that case may be seen.</param>
    public static void ApplyToCases(ModelBuilder model, Expression<Func<Guid, bool>> mayBeSeen)
    {
        // A decided match is the child's own, whoever prepared its case.
        foreach (var type in model.Model.GetEntityTypes().Select(entity => entity.ClrType).Where(type => type.GetProperty(nameof(CaseItem.CaseId)) is not null && type != typeof(MatchDecisionRecord)).ToList())
        {
            var row = Expression.Parameter(type, "row");
            var body = ReplacingExpressionVisitor.Replace(mayBeSeen.Parameters[0], Expression.Property(row, nameof(CaseItem.CaseId)), mayBeSeen.Body);
            model.Entity(type).HasQueryFilter(OfCases, Expression.Lambda(body, row));
        }
    }

    /// <summary>The property by which a row is of a child or household; null when it is of none.</summary>
    private static string? OwnerOf(Type type, Type owner, string column) =>
        type == owner ? "Id" : type.GetProperty(column) is { } property ? property.Name : null;
}
