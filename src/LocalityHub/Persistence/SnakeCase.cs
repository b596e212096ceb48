using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Partnership.LocalityHub.Persistence;

/// <summary>Names every column of the hub's own tables after its property, in snake_case: the bulk import writes to them by name.</summary>
internal static class SnakeCase
{
    public static void Apply(ModelBuilder model)
    {
        var own = typeof(SnakeCase).Assembly;
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
