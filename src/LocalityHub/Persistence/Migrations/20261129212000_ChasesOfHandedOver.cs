using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>What the support fund asks for about assessments that another council made before it handed the case over.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261129212000_ChasesOfHandedOver")]
    public partial class ChasesOfHandedOver : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<Guid>(
                name: "assessment_id",
                table: "support_chase",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<Guid>(
                name: "fund_reference",
                table: "support_chase",
                type: "uuid",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("delete from support_chase where assessment_id is null");

            migrationBuilder.DropColumn(
                name: "fund_reference",
                table: "support_chase");

            migrationBuilder.AlterColumn<Guid>(
                name: "assessment_id",
                table: "support_chase",
                type: "uuid",
                nullable: false,
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
