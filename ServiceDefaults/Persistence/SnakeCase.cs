using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Partnership.ServiceDefaults.Persistence;

/// <summary>Names the columns of a service's own tables after their properties, in snake case. Shared tables name their own.</summary>
public static class SnakeCase
{
    /// <summary>Names every column of the tables whose types the assembly holds. Last in <c>OnModelCreating</c>, before filters.</summary>
    /// <param name="model">The model with all its tables.</param>
    /// <param name="own">The service's assembly.</param>
    public static void Apply(ModelBuilder model, Assembly own)
    {
        foreach (var property in model.Model.GetEntityTypes().Where(entity => entity.ClrType.Assembly == own).SelectMany(entity => entity.GetProperties()))
        {
            property.SetColumnName(Name(property.Name));
        }
    }

    private static string Name(string property)
    {
        var name = new StringBuilder(property.Length + 4);
        foreach (var letter in property)
        {
            if (char.IsUpper(letter) && name.Length > 0)
            {
                name.Append('_');
            }

            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}
