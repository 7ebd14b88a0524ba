namespace EdgeAI.Gateway.Sparkplug.Payloads;

/// <summary>Which of a metric's or a property's value fields is there. The numbers are those of the metric's fields (Sparkplug 3.0.0, 6.4.1, message Metric).</summary>
internal enum MetricValueKind : byte
{
    /// <summary>None: the value is null or not said.</summary>
    None = 0,

    /// <summary>32 bits.</summary>
    Int = 10,

    /// <summary>64 bits.</summary>
    Long = 11,

    /// <summary>IEEE 754 binary32.</summary>
    Float = 12,

    /// <summary>IEEE 754 binary64.</summary>
    Double = 13,

    /// <summary>True or false.</summary>
    Boolean = 14,

    /// <summary>UTF-8.</summary>
    Text = 15,

    /// <summary>Bytes.</summary>
    Bytes = 16,

    /// <summary>An encoded table, its structure checked.</summary>
    DataSet = 17,

    /// <summary>An encoded template, its structure checked.</summary>
    Template = 18,

    /// <summary>Somebody's extension, not looked into.</summary>
    Extension = 19,

    /// <summary>An encoded property set, its structure checked; of a property only.</summary>
    PropertySet = 32,

    /// <summary>Encoded property sets, their structure checked; of a property only.</summary>
    PropertySetList = 33,
}
