namespace EdgeAI.Gateway.Sparkplug.Payloads;

/// <summary>The fields of one message of Sparkplug B (Sparkplug 3.0.0, 6.4.1). Fields with other numbers are extensions and passed over.</summary>
internal sealed class MessageShape
{
    private static readonly MessageShape Extension = new();

    private readonly FieldKind[] _kinds;
    private MessageShape?[] _messages = [];

    private MessageShape(params FieldKind[] kinds) => _kinds = kinds;

    /// <summary>A whole payload.</summary>
    public static MessageShape Payload { get; } = Build();

    /// <summary>Whether the message is a property set, whose keys and values must be even.</summary>
    public bool IsPropertySet { get; private init; }

    /// <summary>What a field with this number is.</summary>
    public FieldKind KindOf(uint field) => field <= _kinds.Length ? _kinds[field - 1] : FieldKind.Unknown;

    /// <summary>The shape of the message in a field of kind <see cref="FieldKind.Message"/>.</summary>
    public MessageShape MessageOf(uint field) => _messages[field - 1]!;

    private static MessageShape Build()
    {
        const FieldKind Number = FieldKind.Varint, Real32 = FieldKind.Fixed32, Real64 = FieldKind.Fixed64, Text = FieldKind.Text, Bytes = FieldKind.Bytes, Type = FieldKind.DataType, Inner = FieldKind.Message;

        MessageShape dataSetValue = new(Number, Number, Real32, Real64, Number, Text, Inner);
        MessageShape row = new(Inner);
        MessageShape dataSet = new(Number, Text, FieldKind.DataTypes, Inner);
        MessageShape propertyValue = new(Type, Number, Number, Number, Real32, Real64, Number, Text, Inner, Inner, Inner);
        MessageShape propertySet = new(Text, Inner) { IsPropertySet = true };
        MessageShape propertySets = new(Inner);
        MessageShape metadata = new(Number, Text, Number, Number, Text, Text, Text, Text);
        MessageShape parameter = new(Text, Type, Number, Number, Real32, Real64, Number, Text, Inner);
        MessageShape template = new(Text, Inner, Inner, Text, Number);
        MessageShape metric = new(Text, Number, Number, Type, Number, Number, Number, Inner, Inner, Number, Number, Real32, Real64, Number, Text, Bytes, Inner, Inner, Inner);
        MessageShape payload = new(Number, Inner, Number, Text, Bytes);

        dataSetValue.With(7, Extension);
        row.With(1, dataSetValue);
        dataSet.With(4, row);
        propertyValue.With(9, propertySet, propertySets, Extension);
        propertySet.With(2, propertyValue);
        propertySets.With(1, propertySet);
        parameter.With(9, Extension);
        template.With(2, metric, parameter);
        metric.With(8, metadata, propertySet);
        metric.With(17, dataSet, template, Extension);
        payload.With(2, metric);
        return payload;
    }

    private void With(int first, params MessageShape[] messages)
    {
        Array.Resize(ref _messages, _kinds.Length);
        messages.CopyTo(_messages, first - 1);
    }
}
