using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeAI.Tests.Conventions;

/// <summary>
/// What firmware/EdgeAI.Device may be written in: C# that compiles on .NET and on nanoFramework 1.x and 2.0, and runs on 1.x.
/// A syntactic net: it sees what is written, not what a name is bound to. Code inside an #if for .NET is not seen at all.
/// </summary>
internal static class NanoSubset
{
    private static readonly string[] Namespaces = ["System", "System.Text", "System.Threading"];

    /// <summary>Members that nanoFramework lacks, or has with another meaning, by type; * is every member.</summary>
    private static readonly Dictionary<string, string[]> Members = new()
    {
        ["Array"] = ["Resize", "Sort", "Fill", "Empty", "Reverse", "ConvertAll", "Find", "ForEach"],
        ["string"] = ["Join", "Create", "IsNullOrWhiteSpace"],
        ["String"] = ["Join", "Create", "IsNullOrWhiteSpace"],
        ["Encoding"] = ["ASCII", "Unicode", "Latin1"],
        ["Interlocked"] = ["Read", "And", "Or"],
        ["Math"] = ["*"],
        ["MathF"] = ["*"],
        ["BitOperations"] = ["*"],
        ["BinaryPrimitives"] = ["*"],
        ["Enum"] = ["*"],
        ["StringComparison"] = ["*"],
        ["DateTimeOffset"] = ["*"],
        ["Convert"] = ["ToHexString", "FromHexString", "ToHexStringLower"],
        ["GC"] = ["AllocateArray", "AllocateUninitializedArray"],
    };

    private static readonly string[] Types = ["MathF", "DateTimeOffset", "StringComparison", "Half", "Int128", "UInt128", "Index", "Range", "BigInteger"];

    /// <summary>Everything in a shared source that one of the three compilers or the 1.x interpreter does not take.</summary>
    /// <param name="file">The shared source.</param>
    /// <param name="valueTypes">The structures and enumerations that the shared sources declare.</param>
    public static IEnumerable<string> Check(SourceFile file, IReadOnlySet<string> valueTypes)
    {
        foreach (SyntaxNode node in file.Root.DescendantNodes())
        {
            if ((Declared(node) ?? Expressed(node) ?? Used(node, valueTypes)) is { } reason)
            {
                yield return file.At(node, reason);
            }
        }

        foreach (SyntaxToken token in file.Root.DescendantTokens())
        {
            if (token.Kind() is SyntaxKind.VolatileKeyword or SyntaxKind.RequiredKeyword or SyntaxKind.AsyncKeyword or SyntaxKind.UnsafeKeyword or SyntaxKind.Utf8StringLiteralToken)
            {
                yield return file.At(token, $"'{token.Text}' is not on nanoFramework");
            }
        }
    }

    /// <summary>The structures and enumerations that files declare.</summary>
    public static IReadOnlySet<string> ValueTypesOf(IEnumerable<SourceFile> files) => files.SelectMany(static file => file.Root.DescendantNodes())
        .OfType<BaseTypeDeclarationSyntax>()
        .Where(static type => type is StructDeclarationSyntax or EnumDeclarationSyntax)
        .Select(static type => type.Identifier.Text)
        .ToHashSet();

    private static string? Declared(SyntaxNode node) => node switch
    {
        TypeParameterListSyntax => "a generic of our own ends the 1.x interpreter; write the type out",
        RecordDeclarationSyntax => "a record needs what nanoFramework lacks; write a class or a struct",
        TupleTypeSyntax or TupleExpressionSyntax or ParenthesizedVariableDesignationSyntax => "nanoFramework has no tuples; use out parameters or a struct",
        ArrayRankSpecifierSyntax { Rank: > 1 } => "nanoFramework has no multi-dimensional arrays; use one dimension and an index",
        PointerTypeSyntax or FunctionPointerTypeSyntax or FixedStatementSyntax => "nanoFramework has no pointers; use an array and an index",
        MethodDeclarationSyntax { Parent: InterfaceDeclarationSyntax } method when method.Body is not null || method.ExpressionBody is not null =>
            "nanoFramework 1.x has no default interface methods; put the body in a class",
        UsingDirectiveSyntax { Name: { } name } when !IsAllowed(name.ToString()) => $"{name} is not for shared sources; they use {string.Join(", ", Namespaces)} and their own",
        _ => null,
    };

    private static string? Expressed(SyntaxNode node) => node switch
    {
        YieldStatementSyntax => "nanoFramework 1.x has no iterators; fill an array",
        AwaitExpressionSyntax => "nanoFramework has no async; use a thread or a loop that polls",
        QueryExpressionSyntax => "nanoFramework has no LINQ; write the loop",
        RangeExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.IndexExpression } or SlicePatternSyntax or ListPatternSyntax =>
            "nanoFramework has no ranges and no indices from the end; compute the index",
        CollectionExpressionSyntax => "a collection expression needs what nanoFramework lacks; write new T[] { }",
        StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax => "nanoFramework 1.x has no stackalloc; keep a buffer in a field",
        CheckedExpressionSyntax { RawKind: (int)SyntaxKind.CheckedExpression } or CheckedStatementSyntax { RawKind: (int)SyntaxKind.CheckedStatement } =>
            "nanoFramework ignores checked; test the range before the arithmetic",
        _ => null,
    };

    private static string? Used(SyntaxNode node, IReadOnlySet<string> valueTypes) => node switch
    {
        GenericNameSyntax generic => $"{generic.Identifier.Text}<> is generic, and 1.x runs none; use an array, a delegate or an interface of our own",
        NullableTypeSyntax { ElementType: PredefinedTypeSyntax { Keyword: var keyword } } when !keyword.IsKind(SyntaxKind.StringKeyword) && !keyword.IsKind(SyntaxKind.ObjectKeyword) =>
            "nanoFramework 1.x has no nullable value types; add a flag",
        NullableTypeSyntax { ElementType: IdentifierNameSyntax name } when valueTypes.Contains(name.Identifier.Text) => "nanoFramework 1.x has no nullable value types; add a flag",
        IdentifierNameSyntax { Identifier.Text: "Action" or "Span" or "ReadOnlySpan" or "Memory" } name when node.Parent is not MemberAccessExpressionSyntax =>
            $"{name} is not for shared sources; declare a delegate or pass byte[], offset and count",
        IdentifierNameSyntax name when Types.Contains(name.Identifier.Text) && node.Parent is not MemberAccessExpressionSyntax => $"{name} is not on nanoFramework",
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "WaitOne" }, ArgumentList.Arguments.Count: 1 } =>
            "nanoFramework has no WaitOne(int); write WaitOne(milliseconds, false)",
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Replace" } } => "nanoFramework has no string.Replace; build the text",
        MemberAccessExpressionSyntax access => UsedMember(access),
        _ => null,
    };

    private static string? UsedMember(MemberAccessExpressionSyntax access)
    {
        string type = access.Expression switch
        {
            PredefinedTypeSyntax predefined => predefined.Keyword.Text,
            IdentifierNameSyntax name => name.Identifier.Text,
            MemberAccessExpressionSyntax inner => inner.Name.Identifier.Text,
            _ => "",
        };
        string member = access.Name.Identifier.Text;
        if (member.StartsWith("ThrowIf", StringComparison.Ordinal))
        {
            return $"{type}.{member} is not on nanoFramework; write the test and the throw";
        }

        if (!Members.TryGetValue(type, out string[]? members) || !(members.Contains("*") || members.Contains(member)))
        {
            return null;
        }

        return type == "Math"
            ? $"Math.{member} is single precision on a board, and may throw there; use integers"
            : $"{type}.{member} is not on nanoFramework; write it out";
    }

    private static bool IsAllowed(string name) => Namespaces.Contains(name)
        || name.StartsWith("EdgeAI.Device", StringComparison.Ordinal)
        || name.StartsWith("System.Device.", StringComparison.Ordinal);
}
