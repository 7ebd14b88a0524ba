using System.Reflection;
using System.Text;
using System.Text.Json;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Messages;
using EdgeAI.Profiles;
using EdgeAI.Profiles.Boards;
using EdgeAI.Profiles.Schema;
using EdgeAI.Profiles.Stages;
using EdgeAI.Runtime.Messages;
using NJsonSchema;
using SchemaType = EdgeAI.Profiles.Schema.SchemaType;

namespace EdgeAI.Tests.Profiles;

/// <summary>The schema that editors read, the loader and the records say the same.</summary>
public sealed class SchemaAgreementTests
{
    private static readonly string SchemaText = File.ReadAllText(Checkout.PathOf("hardware-profiles", "profile.schema.json"));

    public static TheoryData<string, string> BadShapes
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (BadProfile bad in BadProfiles.OfShape)
            {
                data.Add(bad.Old, bad.New);
            }

            return data;
        }
    }

    [Theory]
    [InlineData(ProfileSchema.ResourceName)]
    [InlineData(ProfileSchema.BoardResourceName)]
    public void Schema_InsideTheAssembly_IsTheFileBesideTheProfiles(string name)
    {
        using Stream stream = typeof(Profile).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        Assert.Equal(File.ReadAllText(Checkout.PathOf("hardware-profiles", name)), reader.ReadToEnd());
    }

    [Theory]
    [MemberData(nameof(ShippedProfileTests.ShippedBoards), MemberType = typeof(ShippedProfileTests))]
    public async Task AnotherValidator_ShippedBoard_FindsNothing(string file)
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(Checkout.PathOf("hardware-profiles", ProfileSchema.BoardResourceName), TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(File.ReadAllText(Checkout.PathOf("hardware-profiles", file))));
    }

    [Theory]
    [MemberData(nameof(ShippedProfileTests.Shipped), MemberType = typeof(ShippedProfileTests))]
    public async Task AnotherValidator_ShippedProfile_FindsNothing(string file)
    {
        JsonSchema schema = await JsonSchema.FromJsonAsync(SchemaText, TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(File.ReadAllText(Checkout.PathOf("hardware-profiles", file))));
    }

    [Fact]
    public async Task AnotherValidator_SampleProfile_FindsNothing()
    {
        JsonSchema schema = await JsonSchema.FromJsonAsync(SchemaText, TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(SampleProfile.Text));
    }

    [Theory]
    [MemberData(nameof(BadShapes))]
    public async Task AnotherValidator_MistakeOfShape_RefusesItAsTheLoaderDoes(string old, string replacement)
    {
        JsonSchema schema = await JsonSchema.FromJsonAsync(SchemaText, TestContext.Current.CancellationToken);
        string text = SampleProfile.With(old, replacement);

        Assert.NotEmpty(schema.Validate(text));
        Assert.NotEmpty(SampleProfile.ProblemsOf(text));
    }

    [Fact]
    public void Schema_EveryObject_HasTheRecordsProperties()
    {
        int objects = 0;
        Compare("$", ProfileSchema.Root, typeof(Profile), ref objects);
        Compare("$", ProfileSchema.Board, typeof(BoardProfile), ref objects);
        Assert.True(objects > 10, "the comparison walked the whole schema");
    }

    [Fact]
    public void Schema_UnknownKeyword_IsRefusedRatherThanIgnored()
    {
        using JsonDocument document = JsonDocument.Parse("""{ "type": "object", "minProperties": 1 }""");
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => new SchemaReader(document.RootElement).Read(document.RootElement));
        Assert.Contains("minProperties", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DriverFacts_EveryDriverAndStage_HasOneRowUnderItsOwnName()
    {
        Assert.Equal(Enum.GetValues<SensorDriver>(), DriverFacts.All.Select(static facts => facts.Driver));
        Assert.Equal(WrittenNames(typeof(SensorDriver)), DriverFacts.All.Select(static facts => facts.Name));
        Assert.Equal(Enum.GetValues<StageKind>(), StageFacts.All.Select(static facts => facts.Kind));
        Assert.Equal(WrittenNames(typeof(StageKind)), StageFacts.All.Select(static facts => facts.Name));
    }

    [Fact]
    public void DriverFacts_Properties_AreOptionalPropertiesOfTheSchema()
    {
        SchemaNode sensor = ProfileSchema.Root.Property("boards")!.Items!.Property("sensors")!.Items!;
        SchemaNode stage = ProfileSchema.Root.Property("stages")!.Items!;
        Assert.All(DriverFacts.All.SelectMany(static facts => facts.Properties.Concat(facts.OptionalProperties)), name => Assert.NotNull(sensor.Property(name)));
        Assert.All(StageFacts.All.SelectMany(static facts => facts.Properties.Concat(facts.OptionalProperties)), name => Assert.NotNull(stage.Property(name)));
    }

    [Fact]
    public void DriverFacts_EveryCode_IsThatOfTheDeviceRoom()
    {
        Assert.Equal(
            Enum.GetValues<DriverCode>().Select(static code => (code.ToString(), (byte)code)),
            DriverFacts.All.Select(static facts => (facts.Driver.ToString(), facts.Code)));
    }

    [Fact]
    public void MessageKind_EveryName_IsAMessageOfTheDeviceRoomOrOfTheRobot() =>
        Assert.All(Enum.GetNames<MessageKind>(), static name => Assert.True(Enum.TryParse<MessageType>(name, out _) || typeof(CameraImage).Assembly.GetType($"EdgeAI.Runtime.Messages.{name}")?.IsSubclassOf(typeof(Message)) == true, $"{name} is no message"));

    private static void Compare(string path, SchemaNode schema, Type record, ref int objects)
    {
        objects++;
        PropertyInfo[] members = [.. record.GetProperties().Where(static member => member.GetCustomAttribute<System.Text.Json.Serialization.JsonIgnoreAttribute>() is null)];
        Assert.Equal(members.Select(JsonNameOf).Order(), schema.Properties.Select(static pair => pair.Key).Order());

        NullabilityInfoContext nullability = new();
        foreach (PropertyInfo member in members)
        {
            string name = JsonNameOf(member);
            SchemaNode property = schema.Property(name)!;
            bool alwaysThere = schema.Required.Contains(name) || property.Default is not null;
            bool isNullable = nullability.Create(member).ReadState == NullabilityState.Nullable;
            Assert.True(alwaysThere != isNullable, $"{path}.{name}: a property is null exactly where the schema neither requires it nor gives it a default");
            CompareValue($"{path}.{name}", property, Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType, ref objects);
        }
    }

    private static void CompareValue(string path, SchemaNode schema, Type type, ref int objects)
    {
        switch (schema.Type)
        {
            case SchemaType.Object:
                Compare(path, schema, type, ref objects);
                break;
            case SchemaType.Array:
                CompareValue(path + "[]", schema.Items!, Assert.Single(type.GetGenericArguments()), ref objects);
                break;
            case SchemaType.String when type.IsEnum:
                Assert.Equal(WrittenNames(type), schema.Choices);
                break;
            case SchemaType.String:
                Assert.True(type == typeof(string) || (type == typeof(byte) && schema.PatternMessage.Contains("I2C", StringComparison.Ordinal)), $"{path} is a text, and the record holds {type}");
                break;
            case SchemaType.Integer:
                Assert.True(type == typeof(int), $"{path} is a whole number, and the record holds {type}");
                Assert.True(schema.Choices is not null || (schema.Minimum >= int.MinValue && schema.Maximum <= int.MaxValue), $"{path} allows what 32 bits cannot hold");
                break;
            case SchemaType.Number:
                Assert.True(type == typeof(double), $"{path} is a number, and the record holds {type}");
                Assert.True(double.IsFinite(schema.Minimum) && double.IsFinite(schema.Maximum), $"{path} has no range");
                break;
            case SchemaType.Boolean:
                Assert.True(type == typeof(bool), $"{path} is a flag, and the record holds {type}");
                break;
            default:
                Assert.Fail($"{path} has no type");
                break;
        }
    }

    private static string JsonNameOf(PropertyInfo member) =>
        member.GetCustomAttribute<System.Text.Json.Serialization.JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(member.Name);

    private static IEnumerable<string> WrittenNames(Type type) =>
        Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(value => JsonSerializer.Deserialize<string>(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(Enum.ToObject(type, value), type)))!);
}
