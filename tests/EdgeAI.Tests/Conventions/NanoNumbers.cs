using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeAI.Tests.Conventions;

/// <summary>Arithmetic and text that compile everywhere and give another result on the 1.x interpreter.</summary>
internal static class NanoNumbers
{
    /// <summary>Why the node may not stand in a source for a board; null where it may.</summary>
    public static string? Find(SyntaxNode node, SemanticModel model, NanoSources sources) => node switch
    {
        CastExpressionSyntax cast => KeepsUnsigned(cast, model),
        InterpolationSyntax { FormatClause: not null } or InterpolationSyntax { AlignmentClause: not null } => "nanoFramework formats numbers its own way; send the number, or put its digits together",
        InterpolationSyntax text => InText(text.Expression, model),
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) && model.GetTypeInfo(sum).Type?.SpecialType == SpecialType.System_String => InText(sum.Left, model) ?? InText(sum.Right, model),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ToString" } access } => InText(access.Expression, model),
        ConstructorDeclarationSyntax constructor when constructor.Modifiers.Any(SyntaxKind.StaticKeyword) => "static constructors run before Main, in an order of nanoFramework's own; initialise the field where it is declared",
        EqualsValueClauseSyntax value when IsStatic(value.Parent, model) => DependsOnOrder(value, model, sources),
        _ => null,
    };

    private static string? KeepsUnsigned(CastExpressionSyntax cast, SemanticModel model)
    {
        SpecialType from = Underlying(model.GetTypeInfo(cast.Expression).Type);
        SpecialType to = Underlying(model.GetTypeInfo(cast).Type);
        bool same = (from, to) is (SpecialType.System_UInt32, SpecialType.System_Int32) or (SpecialType.System_UInt64, SpecialType.System_Int64);
        if (!same || model.GetConstantValue(cast).HasValue || IsStored(cast, model))
        {
            return null;
        }

        return to == SpecialType.System_Int32
            ? "uint to int stays unsigned on the 1.x interpreter; write (int)(long)value, or build it from bytes"
            : "ulong to long stays unsigned on the 1.x interpreter; build it from bytes, or store it in a field first";
    }

    /// <summary>An index, a field and an array's element take the value's bits alone: there the tag is lost and the value is right.</summary>
    private static bool IsStored(CastExpressionSyntax cast, SemanticModel model)
    {
        SyntaxNode? use = cast.Parent;
        while (use is ParenthesizedExpressionSyntax or CheckedExpressionSyntax)
        {
            use = use.Parent;
        }

        return use switch
        {
            ArgumentSyntax { Parent: BracketedArgumentListSyntax } => true,
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: ElementAccessExpressionSyntax } => true,
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment => model.GetSymbolInfo(assignment.Left).Symbol is IFieldSymbol,
            _ => false,
        };
    }

    private static string? InText(ExpressionSyntax expression, SemanticModel model) => model.GetTypeInfo(expression).Type switch
    {
        { TypeKind: TypeKind.Enum } => "an enumeration's text is a number on nanoFramework; switch over the value, or send the number",
        { SpecialType: SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal } =>
            "nanoFramework formats numbers its own way; send the number, or put its digits together",
        _ => null,
    };

    private static bool IsStatic(SyntaxNode? declaration, SemanticModel model) => declaration is VariableDeclaratorSyntax or PropertyDeclarationSyntax
        && model.GetDeclaredSymbol(declaration) is IFieldSymbol { IsStatic: true, IsConst: false } or IPropertySymbol { IsStatic: true };

    private static string? DependsOnOrder(EqualsValueClauseSyntax value, SemanticModel model, NanoSources sources)
    {
        INamedTypeSymbol? own = model.GetEnclosingSymbol(value.SpanStart)?.ContainingType;
        ISymbol? foreign = value.DescendantNodes().OfType<SimpleNameSyntax>()
            .Select(name => model.GetSymbolInfo(name).Symbol)
            .FirstOrDefault(symbol => symbol is IFieldSymbol { IsStatic: true, IsConst: false } or IPropertySymbol { IsStatic: true }
                && sources.Owns(symbol) && !SymbolEqualityComparer.Default.Equals(symbol.ContainingType, own));
        return foreign is null ? null : $"{foreign.ToDisplayString()} may not have its value yet: nanoFramework initialises classes in an order of its own; take a constant, or compute it at first use";
    }

    private static SpecialType Underlying(ITypeSymbol? type) => type is INamedTypeSymbol { EnumUnderlyingType: { } number } ? number.SpecialType : type?.SpecialType ?? SpecialType.None;
}
