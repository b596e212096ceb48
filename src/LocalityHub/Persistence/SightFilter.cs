using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Partnership.LocalityHub.BreakGlass;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Restrictions;

namespace Partnership.LocalityHub.Persistence;

/// <summary>
/// Hides what is of a restricted child from whoever may not see it, in every query through the context. A table with a column for a
/// child, or for several, gets the filter by having the column: the next table and the next endpoint cannot forget it.
/// </summary>
internal static class SightFilter
{
    public const string Name = "restricted-records";

    /// <summary>The tables that tell of restrictions themselves: for the guardian's operations and the door of break-glass alone.</summary>
    private static readonly Type[] Unhidden = [typeof(ChildRestriction), typeof(BreakGlassGrant)];

    /// <summary>Adds the filter to the model.</summary>
    /// <param name="model">The model, complete but for the filter.</param>
    /// <param name="mayBeSeen">Whether a row of that child may be seen; refers to the context, which gives it each query's caller.</param>
    /// <param name="mayAllBeSeen">The same for a row of several children: all of them.</param>
    public static void Apply(ModelBuilder model, Expression<Func<Guid?, bool>> mayBeSeen, Expression<Func<Guid[], bool>> mayAllBeSeen)
    {
        foreach (var type in model.Model.GetEntityTypes().Select(entity => entity.ClrType).Except(Unhidden).ToList())
        {
            if (ChildOf(type) is { } property)
            {
                var row = Expression.Parameter(type, "row");
                var child = Expression.Convert(Expression.Property(row, property), typeof(Guid?));
                var body = ReplacingExpressionVisitor.Replace(mayBeSeen.Parameters[0], child, mayBeSeen.Body);
                model.Entity(type).HasQueryFilter(Name, Expression.Lambda(body, row));
            }
            else if (type.GetProperty("ChildIds") is { } several)
            {
                var row = Expression.Parameter(type, "row");
                var body = ReplacingExpressionVisitor.Replace(mayAllBeSeen.Parameters[0], Expression.Property(row, several), mayAllBeSeen.Body);
                model.Entity(type).HasQueryFilter(Name, Expression.Lambda(body, row));
            }
        }
    }

    /// <summary>The property by which a row is of a child; null when it is of none.</summary>
    private static string? ChildOf(Type type) =>
        type == typeof(Child) ? nameof(Child.Id) : type.GetProperty("ChildId") is { } property ? property.Name : null;
}
