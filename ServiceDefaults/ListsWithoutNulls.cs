using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Partnership.ServiceDefaults;

/// <summary>
/// Refuses null in a list whose contract says that there is none: the serializer looks at members alone, and whoever goes through the list would fall over it.
/// </summary>
internal static class ListsWithoutNulls
{
    public static void Modify(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        var lists = type.Properties.Where(member => member.Get is not null && member.AttributeProvider is PropertyInfo property && HoldsNoNull(property)).ToArray();
        if (lists.Length == 0)
        {
            return;
        }

        var before = type.OnDeserialized;
        type.OnDeserialized = value =>
        {
            before?.Invoke(value);
            foreach (var list in lists)
            {
                if (list.Get!(value) is IEnumerable items && items.Cast<object?>().Contains(null))
                {
                    throw new JsonException($"The list '{list.Name}' holds null.");
                }
            }
        };
    }

    private static bool HoldsNoNull(PropertyInfo property) =>
        property.PropertyType.IsAssignableTo(typeof(IEnumerable))
        && property.PropertyType.GenericTypeArguments is [{ IsValueType: false }]
        && new NullabilityInfoContext().Create(property).GenericTypeArguments is [{ ReadState: NullabilityState.NotNull }];
}
