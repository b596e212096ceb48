using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Families that ask for support, their assessments and narratives, and the references under which the support fund knows them.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261128135948_Support")]
    public partial class Support : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "support_family",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    other_names = table.Column<string[]>(type: "text[]", nullable: false),
                    address_lines = table.Column<string[]>(type: "text[]", nullable: false),
                    lives_here = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_support_family", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "support_reference",
                schema: "sealed",
                columns: table => new
                {
                    reference = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    about_id = table.Column<Guid>(type: "uuid", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_support_reference", x => x.reference);
                });

            migrationBuilder.CreateTable(
                name: "support_assessment",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    reviews_id = table.Column<Guid>(type: "uuid", nullable: true),
                    assessed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    review_due = table.Column<DateOnly>(type: "date", nullable: false),
                    withdrawn = table.Column<bool>(type: "boolean", nullable: false),
                    assessed_by = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_support_assessment", x => x.id);
                    table.ForeignKey(
                        name: "FK_support_assessment_support_family_family_id",
                        column: x => x.family_id,
                        principalTable: "support_family",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "support_child",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    family_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: true),
                    given_name = table.Column<string>(type: "text", nullable: false),
                    family_name = table.Column<string>(type: "text", nullable: false),
                    date_of_birth = table.Column<DateOnly>(type: "date", nullable: false),
                    route = table.Column<short>(type: "smallint", nullable: false),
                    order_made_on = table.Column<DateOnly>(type: "date", nullable: true),
                    placed_by = table.Column<short>(type: "smallint", nullable: false),
                    has_plan = table.Column<bool>(type: "boolean", nullable: false),
                    handed_over = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_support_child", x => x.id);
                    table.ForeignKey(
                        name: "FK_support_child_support_family_family_id",
                        column: x => x.family_id,
                        principalTable: "support_family",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "assessed_child",
                columns: table => new
                {
                    assessment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    support_child_id = table.Column<Guid>(type: "uuid", nullable: false),
                    child_id = table.Column<Guid>(type: "uuid", nullable: true),
                    needs = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_assessed_child", x => new { x.assessment_id, x.support_child_id });
                    table.ForeignKey(
                        name: "FK_assessed_child_support_assessment_assessment_id",
                        column: x => x.assessment_id,
                        principalTable: "support_assessment",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "support_narrative",
                columns: table => new
                {
                    assessment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    part = table.Column<short>(type: "smallint", nullable: false),
                    child_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    is_clean = table.Column<bool>(type: "boolean", nullable: false),
                    written_by = table.Column<string>(type: "text", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_support_narrative", x => new { x.assessment_id, x.part });
                    table.ForeignKey(
                        name: "FK_support_narrative_support_assessment_assessment_id",
                        column: x => x.assessment_id,
                        principalTable: "support_assessment",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "support_assessment_family",
                table: "support_assessment",
                column: "family_id");

            migrationBuilder.CreateIndex(
                name: "IX_support_child_family_id",
                table: "support_child",
                column: "family_id");

            migrationBuilder.CreateIndex(
                name: "support_child_child",
                table: "support_child",
                column: "child_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "support_child_order",
                table: "support_child",
                column: "order_made_on");

            migrationBuilder.CreateIndex(
                name: "support_reference_about",
                schema: "sealed",
                table: "support_reference",
                columns: new[] { "kind", "about_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "assessed_child");

            migrationBuilder.DropTable(
                name: "support_child");

            migrationBuilder.DropTable(
                name: "support_narrative");

            migrationBuilder.DropTable(
                name: "support_reference",
                schema: "sealed");

            migrationBuilder.DropTable(
                name: "support_assessment");

            migrationBuilder.DropTable(
                name: "support_family");
        }
    }
}
